using System.Text.Json;
using System.Text.Json.Nodes;
using HtmxFlows.Data;
using HtmxFlows.Inputs;
using HtmxFlows.Nodes;
using HtmxFlows.Tests.Nodes;
using HtmxFlows.Views;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace HtmxFlows.Tests.Views;

public sealed class ConfigurationFormTests
{
    static readonly ILookup<string, string> NoProblems = Array.Empty<(string, string)>().ToLookup(pair => pair.Item1, pair => pair.Item2);

    public static TheoryData<string> Types => [.. NodeTypes.Catalogue.Types.Select(type => type.Name)];

    [Theory, MemberData(nameof(Types))]
    public void A_form_that_is_sent_as_it_was_drawn_leaves_every_example_as_it_is(string name)
    {
        var type = NodeTypes.Catalogue.Find(name)!;
        Assert.All(type.Examples, example =>
        {
            var before = Json.Parse(example.Data);
            var after = JsonObject.Create(before)!;
            ConfigurationForm.Read(type.Shape, after, Sent(Fields(type.Shape, before)), "data.");
            Assert.True(JsonElement.DeepEquals(before, Json.From(after)), $"{example.Data} became {after.ToJsonString()}");
        });
    }

    [Theory, MemberData(nameof(Types))]
    public void A_form_that_is_filled_in_from_nothing_gives_every_field(string name)
    {
        var type = NodeTypes.Catalogue.Find(name)!;
        Assert.All(type.Examples, example =>
        {
            var wanted = Json.Parse(example.Data);
            var made = new JsonObject();
            ConfigurationForm.Read(type.Shape, made, Sent(Fields(type.Shape, wanted)), "data.");
            // What is the same is what the node makes of it: a default may be written or left out.
            Assert.Equal(Read(type, wanted), Read(type, Json.From(made)));
        });
    }

    [Theory, MemberData(nameof(Types))]
    public void Every_field_that_is_changed_arrives_and_no_other(string name)
    {
        var type = NodeTypes.Catalogue.Find(name)!;
        var data = Json.Parse(type.Examples[0].Data);
        var fields = Flat(Fields(type.Shape, data)).Where(field => field.Field.Kind != FieldKind.Rows).ToArray();
        Assert.All(fields, field =>
        {
            var other = Other(field);
            var after = JsonObject.Create(data)!;
            ConfigurationForm.Read(type.Shape, after, Sent(Fields(type.Shape, data), field.Name, other), "data.");
            var again = Flat(Fields(type.Shape, Json.From(after))).ToDictionary(one => one.Name, one => one.Text);
            Assert.Equal(other, again[field.Name]);
            Assert.All(fields.Where(one => one != field), one => Assert.Equal(one.Text, again[one.Name]));
        });
    }

    [Fact]
    public void Rows_are_added_and_removed_and_the_others_keep_what_the_form_does_not_know()
    {
        var http = NodeTypes.Catalogue.Find("http")!;
        var data = JsonNode.Parse("""{"headers": [{"name": "A", "value": "1", "mine": true}, {"name": "B", "value": "2"}]}""")!.AsObject();

        ConfigurationForm.AddRow(data, "headers");
        ConfigurationForm.RemoveRow(data, "headers[1]");
        ConfigurationForm.AddRow(data, "query");
        ConfigurationForm.Read(http.Shape, data, Sent(Fields(http.Shape, Json.From(data)), "data.headers[1].name", "C"), "data.");

        Assert.Equal("""{"headers":[{"name":"A","value":"1","mine":true},{"name":"C"}],"query":[{}]}""", data.ToJsonString());
    }

    [Theory]
    [InlineData("headers[9]")]
    [InlineData("headers[99999999999]")]
    [InlineData("nothing[0]")]
    [InlineData("")]
    [InlineData("a.b.c[0]")]
    public void A_row_that_is_not_there_is_not_removed(string name)
    {
        var data = JsonNode.Parse("""{"headers": [{"name": "A"}]}""")!.AsObject();
        ConfigurationForm.RemoveRow(data, name);
        Assert.Equal("""{"headers":[{"name":"A"}]}""", data.ToJsonString());
    }

    [Fact]
    public void A_number_that_is_none_stays_as_it_was_written()
    {
        var limit = NodeTypes.Catalogue.Find("http")!;
        var number = limit.Shape.Fields.First(field => field.Kind == FieldKind.Number);
        var data = new JsonObject();
        ConfigurationForm.Read(limit.Shape, data, Sent([], $"data.{number.Name}", "many"), "data.");
        Assert.Equal("many", data[number.Name]!.GetValue<string>());
        Assert.Contains(limit.Read(Json.From(data)).Problems, problem => problem.Field == number.Name);
    }

    static IReadOnlyList<FormField> Fields(ConfigurationShape shape, JsonElement data) => ConfigurationForm.Of(shape, data, "data.", NoProblems);

    static IEnumerable<FormField> Flat(IReadOnlyList<FormField> fields) => fields.SelectMany(field => field.Rows.SelectMany(Flat).Prepend(field));

    /// <summary>What a browser sends of a form.</summary>
    static FormCollection Sent(IReadOnlyList<FormField> fields, string? changed = null, string? text = null)
    {
        Dictionary<string, StringValues> sent = [];
        foreach (var field in Flat(fields))
        {
            for (var row = 0; row < field.Rows.Count; row++)
                sent[ConfigurationForm.Row(field.Name, row) + "."] = "";
            if (field.Field.Kind == FieldKind.Switch)
                sent[field.Name] = field.Text == "true" ? new StringValues(["true", "false"]) : new StringValues("false");
            else if (field.Field.Kind != FieldKind.Rows)
                sent[field.Name] = field.Text.ReplaceLineEndings("\r\n");
        }
        if (changed is not null)
            sent[changed] = text;
        return new(sent);
    }

    static string Other(FormField field) => field.Field.Kind switch
    {
        FieldKind.Switch => field.Text == "true" ? "false" : "true",
        FieldKind.Number => field.Text == "7" ? "8" : "7",
        FieldKind.Choice => field.Field.Choices.First(choice => choice != field.Text),
        FieldKind.Texts => "one\ntwo",
        _ => "another",
    };

    static string Read(NodeType type, JsonElement data) => type.Read(data) is ({ } configuration, _) ? JsonSerializer.Serialize(configuration, configuration.GetType()) : "not read";
}
