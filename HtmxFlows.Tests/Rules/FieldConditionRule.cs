using HtmxFlows.Inputs;
using HtmxFlows.Nodes;
using HtmxFlows.Tests.Nodes;
using HtmxFlows.Views;
using HtmxFlows.Workflows;

namespace HtmxFlows.Tests.Rules;

/// <summary>A field that applies on a condition names a choice or a switch of its record, with values that it has, and the style sheet has a rule for it.</summary>
public sealed class FieldConditionRule
{
    public static TheoryData<string> Types => [.. NodeTypes.Catalogue.Types.Select(type => type.Name), "settings", "flow"];

    [Theory, MemberData(nameof(Types))]
    public void Conditions_name_values_of_a_field_beside_them(string type) => Assert.All(Shapes(type), shape =>
    {
        var conditions = shape.Fields.Select(field => field.When).OfType<FieldCondition>().Distinct().ToArray();
        Assert.InRange(conditions.Length, 0, FormFields.MostConditions);
        Assert.All(conditions, condition =>
        {
            var decides = shape.Fields.Single(field => field.Name == condition.Field);
            Assert.NotEmpty(condition.Words);
            Assert.Subset(decides.Kind == FieldKind.Switch ? ["true", "false"] : decides.Choices.ToHashSet(), condition.Words.ToHashSet());
        });
    });

    [Fact]
    public void The_style_sheet_has_a_rule_for_each_condition() =>
        Assert.All(Enumerable.Range(0, FormFields.MostConditions), number => Assert.Contains($".part > .inner > .when{number}", Source.Read("wwwroot/app.css"), StringComparison.Ordinal));

    static IEnumerable<ConfigurationShape> Shapes(string type)
    {
        var shape = type switch { "settings" => NodeSettings.Shape, "flow" => FlowSettings.Shape, _ => NodeTypes.Catalogue.Find(type)!.Shape };
        return shape.All().Select(one => one.Field.Rows ?? one.Field.Group).OfType<ConfigurationShape>().Prepend(shape);
    }
}
