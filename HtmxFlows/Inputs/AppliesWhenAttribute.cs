namespace HtmxFlows.Inputs;

/// <summary>The property applies only while a choice or a switch of the same record has one of some values. Forms hide it otherwise; its value is kept.</summary>
/// <param name="property">The name of the choice or switch.</param>
/// <param name="values">Its values.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class AppliesWhenAttribute(string property, params object[] values) : Attribute
{
    public string Property { get; } = property;

    public IReadOnlyList<object> Values { get; } = values;

    /// <summary>The property applies with all values but these.</summary>
    public bool Unless { get; init; }
}
