namespace HtmxFlows.Expressions;

/// <summary>The words of the template language that are used as functions are. They also take values that are missing or of any type.</summary>
public sealed class LanguageFunctions : FunctionFamily
{
    public override string Title => "Values";

    public override IReadOnlyList<Function> Functions { get; } =
    [
        new("default value replacement", "The value, or the replacement if it is missing or null.", """{{default order.discount 0}}""", null),
        new("json value", "The value as JSON text.", """{{json order}}""", null),
        new("lookup value name [replacement]", "The field or item whose name or index is itself a value.", """{{lookup order "customer"}}""", null),
    ];
}
