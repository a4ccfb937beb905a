using HtmxFlows.Data;
using HtmxFlows.Tests.Workflows;
using HtmxFlows.Workflows;

namespace HtmxFlows.Tests.Nodes;

public sealed class CodeNodeTests
{
    const string Names = """{"prompt": "hi", "input": [{"price": 2}, {"price": 3}], "fetch": {"n": 1}, "nodes": {"fetch": {"n": 1}, "my-node": 7}, "run": {"id": "r"}, "item": {"n": 5}, "index": 2}""";

    [Theory]
    [InlineData("return input.reduce((sum, row) => sum + row.price, 0);", "5")]
    [InlineData("return prompt.toUpperCase();", "\"HI\"")]
    [InlineData("return [nodes.fetch.n, nodes['my-node'], Object.keys(nodes)];", """[1,7,["fetch","my-node"]]""")]
    [InlineData("return [run.id, item.n, index];", """["r",5,2]""")]
    [InlineData("const { fetch } = nodes; return fetch;", """{"n":1}""")]
    [InlineData("const input = prompt; let item = 1; return input + item;", "\"hi1\"")]
    [InlineData("return await Promise.all([1, Promise.resolve(2)]);", "[1,2]")]
    [InlineData("return input.map(({ price }) => ({ price, double: price * 2 }));", """[{"price":2,"double":4},{"price":3,"double":6}]""")]
    [InlineData("return '{{prompt}}';", "\"{{prompt}}\"")]
    [InlineData("return { a: undefined, b: null, c: [undefined] };", """{"b":null,"c":[null]}""")]
    [InlineData("return new Date(0);", "\"1970-01-01T00:00:00.000Z\"")]
    [InlineData("return 1 + 1 // no line end", "2")]
    [InlineData("console.log('only this');", "null")]
    [InlineData("return;", "null")]
    [InlineData("return 'cafe'.normalize('NFD') + Object.keys('').length;", "\"cafe0\"")]
    public async Task It_returns_what_the_script_returns(string script, string json) => Assert.Equal(json, await NodeTypes.Output("code", Data(script), Names));

    [Theory]
    [InlineData("return () => 1;", "The script returns a function, which is not JSON. Return plain values, lists and objects.")]
    [InlineData("return { a: { b: [1, Symbol('x')] } };", "The script returns a symbol at a.b[1], which is not JSON. Return plain values, lists and objects.")]
    [InlineData("return [0 / 0];", "The script returns NaN at [0], which is not JSON. JSON has no such number. Return null or a text instead.")]
    [InlineData("return { rate: 1 / 0 };", "The script returns Infinity at rate, which is not JSON. JSON has no such number. Return null or a text instead.")]
    [InlineData("const a = { b: [] }; a.b.push(a); return a;", "The script returns an object that contains itself at b[0], which is not JSON. Return it without the circle.")]
    [InlineData("return { counts: new Map([['a', 1]]) };", "The script returns a Map at counts, which is not JSON. Return Object.fromEntries(map) or [...map].")]
    [InlineData("return new Set([1]);", "The script returns a Set, which is not JSON. Return [...set].")]
    [InlineData("return input.map(async row => row.price);", "The script returns a promise at [0], which is not JSON. Await it; several by await Promise.all(list).")]
    [InlineData("return new Date('soon');", "The script returns an invalid date, which is not JSON. Check the text that the date was made from.")]
    [InlineData("return '😀'.slice(0, 1);", "The script returns a text with half a surrogate pair, which is not JSON. Cut texts between characters, e.g. with Array.from(text).")]
    [InlineData("return new Error('x');", "The script returns an error, which is not JSON. Return its message, or throw it.")]
    public async Task A_value_that_is_not_JSON_is_refused_with_its_place(string script, string error) => Assert.Equal(error, await NodeTypes.Failure("code", Data(script), Names));

    [Theory]
    [InlineData("const a = 1;\nreturn a.b.c;", "TypeError: Cannot read properties of undefined (reading 'c') (line 2, column 12)")]
    [InlineData("throw new RangeError('too small');", "RangeError: too small (line 1, column 7)")]
    [InlineData("throw { code: 5 };", "The script threw {code: 5} (line 1, column 7)")]
    [InlineData("return await Promise.reject(new Error('no'));", "Error: no")]
    [InlineData("return fetch.n;", "ReferenceError: fetch is not defined (line 1, column 8). The output of an earlier node is in `nodes`: write nodes.fetch.")]
    [InlineData("return fig.item + index;", "ReferenceError: fig is not defined (line 1, column 8)")]
    [InlineData("return 'café'.normalize('NFD');", "TypeError: normalize() is not available for text with letters beyond ASCII.")]
    [InlineData("return nothing;", "ReferenceError: nothing is not defined (line 1, column 8)")]
    public async Task An_error_of_the_script_fails_the_node_with_its_place(string script, string error) => Assert.StartsWith(error, await NodeTypes.Failure("code", Data(script), Names), StringComparison.Ordinal);

    [Fact]
    public async Task An_item_outside_of_a_list_is_explained() => Assert.Equal(
        "ReferenceError: item is not defined (line 1, column 8). `item` has a value in a node that runs for each item of a list: set `each` in the settings of the node.",
        await NodeTypes.Failure("code", Data("return item.n;")));

    [Theory]
    [InlineData("12345678901234567890", "bigint", "12345678901234567890")]
    [InlineData("9007199254740993", "bigint", "9007199254740993")]
    [InlineData("9007199254740992", "number", "9007199254740992")]
    [InlineData("0.1", "number", "0.1")]
    [InlineData("1.10", "number", "1.1")]
    [InlineData("0.12345678901234567890123", "object", "0.12345678901234567890123")]
    [InlineData("1e400", "object", "1e400")]
    [InlineData("-1e-400", "object", "-1e-400")]
    public async Task A_number_keeps_its_value(string number, string type, string output)
    {
        var names = $$"""{"input": {{number}}}""";

        Assert.Equal($"\"{type}\"", await NodeTypes.Output("code", Data("return typeof input;"), names));
        Assert.Equal($"""[{output},"{output}"]""", await NodeTypes.Output("code", Data("return [input, String(input)];"), names));
    }

    [Theory]
    [InlineData("return input + 1;")]
    [InlineData("return input * 2;")]
    [InlineData("return input > 1;")]
    [InlineData("return Math.round(input);")]
    [InlineData("return JSON.stringify({ input });")]
    [InlineData("return 'a' + input;")]
    public async Task A_number_with_too_many_digits_refuses_what_would_round_it(string script) => Assert.StartsWith(
        "TypeError: 0.12345678901234567890123 has more digits than a number in a script can hold. Use String(value) for its digits, or Number(String(value)) to round it",
        await NodeTypes.Failure("code", Data(script), """{"input": 0.12345678901234567890123}"""), StringComparison.Ordinal);

    [Theory]
    [InlineData("{}", "script: Script is required.")]
    [InlineData("""{"script": 5}""", "script: Script must be text.")]
    [InlineData("""{"script": "return 1 +\nconst"}""", "script: Unexpected token 'const' (line 2, column 1): ▸const")]
    [InlineData("""{"script": "return secrets.KEY;"}""", "script: Secrets are not available in scripts, because results are stored. Use {{secrets.NAME}} in the field that sends it.")]
    public void A_bad_script_is_refused_before_it_runs(string data, string problem) => Assert.Equal([problem], NodeTypes.Problems("code", data));

    [Theory]
    [InlineData("return nodes.nope;", "No node is called \"nope\".")]
    [InlineData("return nodes.a;", null)]
    [InlineData("return Object.keys(nodes).length;", null)]
    public void A_node_that_does_not_exist_is_a_problem(string script, string? problem)
    {
        var flow = Flows.Of($$"""
            a template {"template": "x"}
            code code {{Data(script)}}
            b template {"template": "x"}
            a -> code
            code -> b
            """);

        Assert.Equal(problem, FlowPlan.Make(flow, NodeTypes.Catalogue).Problems.SingleOrDefault()?.Message);
    }

    [Fact]
    public async Task An_output_past_the_limit_is_an_error_and_not_cut() => Assert.StartsWith("The output is larger than 1024 bytes of JSON",
        await NodeTypes.Failure("code", Data("return 'x'.repeat(2000);"), limits: new() { OutputBytes = 1024 }), StringComparison.Ordinal);

    static string Data(string script) => Json.From(new { script }).GetRawText();
}
