using System.Globalization;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using HtmxFlows.Conditions;
using HtmxFlows.Tests.Web;

namespace HtmxFlows.Tests.Api;

/// <summary>Any JSON value, on its way through the API and the nodes that only pass values on.</summary>
public sealed class ValueRoundTripTests(App app) : IDisposable
{
    readonly Visitor client = app.Visit();

    /// <summary>The nodes that pass the value on, and where the result has it.</summary>
    static readonly (string Node, string Way)[] Ways =
    [
        (App.Node("set", "set", new { fields = new[] { new { name = "v", value = "{{run.input.v}}" } } }), "{{set.v}}"),
        (App.Node("template", "template", new { template = "{{run.input.v}}" }), "{{template}}"),
        (App.Node("compute", "compute", new { sql = "SELECT :set->'v' AS v, :template AS whole" }), "{{compute.whole}}"),
        (App.Node("code", "code", new { script = "return { v: nodes.set.v, input: run.input.v };" }), "{{code.v}}"),
        (App.Node("put", "store", new { operation = "put", collection = "round", key = "{{run.id}}", value = "{{run.input.v}}" }), "{{put.value}}"),
        (App.Node("get", "store", new { operation = "get", collection = "round", key = "{{run.id}}" }), "{{get}}"),
        (App.Node("list", "aggregate", new { items = "{{run.input.list}}", figures = new[] { new { name = "v", operation = "list", path = "v" }, new { name = "all", operation = "list", path = "this" } } }), "{{list.all.[0].v}}"),
        (App.Node("sort", "sort", new { items = "{{run.input.list}}", by = new[] { new { path = "missing" } } }), "{{sort.[0].v}}"),
        (App.Node("merge", "merge", new { how = "append", lists = new[] { new { value = "{{run.input.list}}" } } }), "{{merge.[0].v}}"),
        (App.Node("each", "template", new { template = "{{item.v}}", settings = new { each = new { items = "{{run.input.list}}" } } }), "{{each.[0]}}"),
        (App.Node("filter", "filter", new { items = "{{run.input.list}}", conditions = new[] { new { left = "{{item}}", @operator = "exists" } } }), "{{filter.[0].v}}"),
    ];

    static readonly Gen<string> Numbers = Gen.OneOf(
        ArbMap.Default.GeneratorFor<decimal>().Select(number => number.ToString(CultureInfo.InvariantCulture)),
        ArbMap.Default.GeneratorFor<double>().Where(double.IsFinite).Select(number => number.ToString("R", CultureInfo.InvariantCulture)),
        ArbMap.Default.GeneratorFor<long>().Select(number => number.ToString(CultureInfo.InvariantCulture)),
        Gen.Elements("-0", "-0.0", "1e400", "18446744073709551616", "9223372036854775807", "9223372036854775808", "0.10", "12345678901234567890.123456789012345678901234567890", "1.0"));

    static readonly Gen<string> Texts = Gen.OneOf(
        Gen.ArrayOf(Gen.OneOf(Gen.Choose(0, 300), Gen.Choose(0xE000, 0xF8FF), Gen.Choose(0x1F600, 0x1F64F))).Select(letters => string.Concat(letters.Select(char.ConvertFromUtf32))),
        Gen.Elements("01234", "null", "true", "[1]", "{\"a\": 1}", "2030-01-31", "{{prompt}}", "1e3")).Select(text => JsonSerializer.Serialize(text));

    static Gen<string> Values(int depth) => depth == 0
        ? Gen.OneOf(Numbers, Texts, Gen.Elements("null", "true", "false"))
        : Gen.OneOf(
            Values(0),
            Gen.ListOf(Values(depth - 1)).Select(items => $"[{string.Join(',', items)}]"),
            Gen.ListOf(Gen.Zip(Texts, Values(depth - 1))).Select(members => $"{{{string.Join(',', members.DistinctBy(member => member.Item1).Select(member => $"{member.Item1}:{member.Item2}"))}}}"));

    [Fact]
    public async Task Any_value_comes_out_equal()
    {
        string[] ways = [.. Ways.Select(way => way.Way), "{{compute.v}}", "{{code.input}}"];
        var nodes = Ways.Select(way => way.Node).Append(App.Node("all", "set", new { fields = ways.Select((way, at) => new { name = $"v{at}", value = way }) }));
        var workflow = await app.MakeAsking("Round trip", """[{"name": "v", "type": "json"}, {"name": "list", "type": "json"}]""",
            [.. nodes], "set→compute", "template→compute", "set→code", "code→all", "put→get", "compute→all", "get→all", "list→all", "sort→all", "merge→all", "each→all", "filter→all");

        foreach (var value in Gen.Sample(Values(3), 40, 6))
        {
            var state = (await client.Call($"POST /api/workflows/{workflow}/runs", $$$"""{"input": {"v": {{{value}}}, "list": [{"v": {{{value}}}}]}}""", ("Prefer", "wait=60"))).Json();

            Assert.True(state.Text("status") == "completed", $"{value}: {state.GetProperty("error")}");
            var expected = Exact(value);
            Assert.Equal(expected, Exact(state.GetProperty("input").GetProperty("v").GetRawText()));
            Assert.All(ways.Index(), way => Assert.True(expected == Exact(state.GetProperty("result").GetProperty($"v{way.Index}").GetRawText()), $"{way.Item} of {value}"));
        }
    }

    public void Dispose() => client.Dispose();

    /// <summary>Equal for equal values: numbers are compared as decimals of any length, whatever their form.</summary>
    static ComparedValue Exact(string json)
    {
        using var document = JsonDocument.Parse($"[{json}]");
        return ComparedValue.OfStructure(document.RootElement);
    }
}
