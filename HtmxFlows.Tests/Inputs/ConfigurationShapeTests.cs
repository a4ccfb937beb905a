using System.ComponentModel.DataAnnotations;
using HtmxFlows.Data;
using HtmxFlows.Expressions;
using HtmxFlows.Inputs;
using HtmxFlows.Nodes;
using HtmxFlows.Tests.Nodes;

namespace HtmxFlows.Tests.Inputs;

public sealed class ConfigurationShapeTests
{
    public enum Colour { DarkRed, Blue }

    public sealed record Row
    {
        [Display(Name = "Key"), Required]
        public string Key { get; init; } = "";

        public Template? Value { get; init; }
    }

    public sealed record Sample
    {
        [Display(Name = "Title", Description = "What it is called."), Required]
        public string Title { get; init; } = "none";

        [Range(1, 9)]
        public int Count { get; init; } = 3;

        public double? Share { get; init; }

        public bool Shown { get; init; }

        public Colour Colour { get; init; } = Colour.Blue;

        [DataType("sql")]
        public string Code { get; init; } = "";

        [DataType(DataType.MultilineText)]
        public Template Text { get; init; } = new("");

        public IReadOnlyList<Row> Rows { get; init; } = [];

        public int Derived => Count + 1;
    }

    static readonly ConfigurationShape Shape = ConfigurationShape.Of(typeof(Sample));

    [Fact]
    public void Fields_come_from_the_properties_in_their_order() =>
        Assert.Equal(
            ["title Text", "count Number", "share Number", "shown Switch", "colour Choice", "code Code", "text Template", "rows Rows"],
            Shape.Fields.Select(field => $"{field.Name} {field.Kind}"));

    [Fact]
    public void Annotations_and_initialisers_tell_the_rest()
    {
        var fields = Shape.Fields.ToDictionary(field => field.Name);
        Assert.Equal(("Title", "What it is called.", true, "none"), (fields["title"].Label, fields["title"].Help, fields["title"].Required, fields["title"].Default?.GetString()));
        Assert.Equal((1, 9, 3), (fields["count"].Minimum, fields["count"].Maximum, fields["count"].Default?.GetInt32()));
        Assert.Equal(["dark-red", "blue"], fields["colour"].Choices);
        Assert.Equal("blue", fields["colour"].Default?.GetString());
        Assert.Null(fields["share"].Default);
        Assert.Null(fields["text"].Default);
        Assert.True(fields["text"].Multiline);
        Assert.False(fields["title"].Multiline);
        Assert.Equal(["key", "value"], fields["rows"].Rows!.Fields.Select(field => field.Name));
    }

    [Fact]
    public void All_problems_are_found_at_once() =>
        Assert.Equal(
            [
                "title: Title is required.", "count: Count must be a whole number from 1 to 9.", "share: Share must be a number.", "shown: Shown must be true or false.",
                "colour: Colour must be one of dark-red, blue.", "code: Code must be text.", "rows[1].key: Key is required.", "rows[2].key: Key must be text.",
            ],
            Shape.FindProblems(Json.Parse("""{"count": 10, "share": "x", "shown": 1, "colour": "DarkRed", "code": 1, "rows": [{"key": "a"}, {}, {"key": 1}]}"""))
                .Select(problem => $"{problem.Field}: {problem.Message}"));

    [Theory]
    [InlineData("""{"title": "x"}""")]
    [InlineData("""{"title": "x", "count": 9, "share": -1.5e3, "colour": "dark-red", "text": {"any": "json"}, "rows": [], "unknown": 1}""")]
    public void What_is_right_has_no_problem(string data) => Assert.Empty(Shape.FindProblems(Json.Parse(data)));

    [Fact]
    public void What_is_no_object_has_none_of_the_fields() =>
        Assert.Equal(["title: Title is required."], Shape.FindProblems(Json.Parse("[]")).Select(problem => $"{problem.Field}: {problem.Message}"));

    [Fact]
    public void Templates_are_found_with_the_path_of_their_field() =>
        Assert.Equal(["text", "rows[1].value"], Shape.TemplatesOf(new Sample { Rows = [new(), new() { Value = new("x") }] }).Select(found => found.Path));

    [Fact]
    public void Every_field_of_every_node_type_has_a_name_for_people() =>
        Assert.All(NodeTypes.Catalogue.Types.SelectMany(type => type.Shape.Fields).Concat(NodeSettings.Shape.Fields),
            field => Assert.False(string.IsNullOrEmpty(field.Label) || string.IsNullOrEmpty(field.Help), field.Name));
}
