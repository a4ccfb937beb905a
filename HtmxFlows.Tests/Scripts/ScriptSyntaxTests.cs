using HtmxFlows.Scripts;

namespace HtmxFlows.Tests.Scripts;

public sealed class ScriptSyntaxTests
{
    [Theory]
    [InlineData("return 1;")]
    [InlineData("return await Promise.resolve(1);")]
    [InlineData("for await (const item of []) console.log(item);")]
    [InlineData("'use strict'; const { a = 1, ...rest } = input; return [a, rest];")]
    [InlineData("// only a comment")]
    [InlineData("return `{{no template}} ${input}`;")]
    public void A_script_without_a_mistake_has_no_problem(string script) => Assert.Null(ScriptSyntax.Parse(script).Problem);

    [Theory]
    [InlineData("return (1 +;", 1, 12, "return (1 +▸;")]
    [InlineData("const a = 1;\nconst a = 2;", 2, 7, "const ▸a = 2;")]
    [InlineData("return 1\n  }", 2, 3, "▸}")]
    [InlineData("let text = 'open\n';", 1, 12, "let text = ▸'open")]
    [InlineData("return /(/;", 1, 10, "return /(▸/;")]
    [InlineData("import fs from 'fs';", 1, 1, "▸import fs from 'fs';")]
    [InlineData("return 1; }); (function(){", 1, 11, "return 1; ▸}); (function(){")]
    public void A_mistake_has_its_line_column_and_excerpt(string script, int line, int column, string excerpt)
    {
        var problem = ScriptSyntax.Parse(script).Problem!;

        Assert.Equal((line, column, excerpt), (problem.Line, problem.Column, problem.Excerpt));
        Assert.EndsWith($" (line {line}, column {column}): {excerpt}", problem.Sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("return ", "(", "1", ")")]
    [InlineData("return ", "[", "1", "]")]
    [InlineData("return ", "{a:", "1", "}")]
    [InlineData("return ", "1+", "1", "")]
    [InlineData("return ", "!", "1", "")]
    [InlineData("return ", "a.", "a", "")]
    [InlineData("return ", "a[", "1", "]")]
    [InlineData("return ", "f(", "1", ")")]
    [InlineData("return ", "a?b:", "1", "")]
    [InlineData("return ", "a=>", "1", "")]
    [InlineData("return ", "x**", "1", "")]
    [InlineData("return ", "new ", "a", "")]
    [InlineData("return ", "`${", "1", "}`")]
    [InlineData("", "{", "", "}")]
    [InlineData("", "if(1)", ";", "")]
    [InlineData("", "for(;;)", ";", "")]
    [InlineData("", "function f(){", "", "}")]
    [InlineData("let ", "[", "a", "]")]
    [InlineData("return /", "(", "a", ")")]
    [InlineData("return ", "(", "", "")]
    [InlineData("class A extends ", "class extends ", "A{}", "{}")]
    public async Task Deep_nesting_is_parsed_or_refused_on_any_stack(string begin, string open, string middle, string close)
    {
        var count = Math.Min(12_000, (ScriptSyntax.Longest - 100) / (open.Length + close.Length));
        var script = begin + string.Concat(Enumerable.Repeat(open, count)) + middle + string.Concat(Enumerable.Repeat(close, count)) + (begin.EndsWith('/') ? "/" : "");
        var parsed = new TaskCompletionSource<ScriptSyntax>();
        new Thread(() => parsed.SetResult(ScriptSyntax.Parse(script)), maxStackSize: 256 * 1024).Start();

        var problem = (await parsed.Task.Soon()).Problem;
        Assert.True(problem is null || problem.Message.StartsWith("The script nests deeper than 500 levels", StringComparison.Ordinal) || problem.Line is not null, problem?.Sentence);
    }

    [Fact]
    public void A_script_that_is_too_long_is_refused() =>
        Assert.StartsWith("The script is longer than 65536 characters", ScriptSyntax.Parse(new string(' ', ScriptSyntax.Longest + 1)).Problem!.Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("return input.orders[0].total;", "input.orders")]
    [InlineData("return nodes.fetch.body;", "nodes.fetch.body")]
    [InlineData("return nodes['my-node']?.body;", "nodes.my-node.body")]
    [InlineData("return nodes[prompt];", "nodes", "prompt")]
    [InlineData("return input.map(x => x.a);", "input")]
    [InlineData("return nodes.fetch.items.filter(Boolean).length;", "nodes.fetch.items")]
    [InlineData("const { fetch, 'my-node': other } = nodes; return other;", "nodes.fetch", "nodes.my-node")]
    [InlineData("const { fetch: { body = 1 } } = nodes; return body;", "nodes.fetch.body")]
    [InlineData("const { a, ...rest } = input; return rest;", "input")]
    [InlineData("const { [prompt]: a } = input; return a;", "input", "prompt")]
    [InlineData("input.total = 5; return { input };", "input", "input")]
    [InlineData("const run = 5; return run.input;")]
    [InlineData("return [1].map(item => item.price);")]
    [InlineData("return item.price * index;")]
    [InlineData("return other.input.nodes.fetch;")]
    [InlineData("return { input: 1, nodes: 2 };")]
    [InlineData("input: for (;;) break input;")]
    [InlineData("class A { input() { return 1; } prompt = 2; }")]
    [InlineData("return run.input.city + run.id;", "run.input.city", "run.id")]
    [InlineData("return (input);", "input")]
    public void Paths_into_the_runs_data_are_known(string script, params string[] paths) =>
        Assert.Equal(paths, ScriptSyntax.Parse(script).Paths.Select(path => string.Join('.', path)));

    [Theory]
    [InlineData("return nodes.a.b + nodes['c'];", "a,c")]
    [InlineData("return Object.keys(nodes);", null)]
    [InlineData("return nodes.a + Object.keys(nodes).length;", null)]
    [InlineData("const nodes = 1; return nodes;", null)]
    [InlineData("return 1;", "")]
    public void The_nodes_that_a_script_may_use_are_known(string script, string? ids) =>
        Assert.Equal(ids, ScriptSyntax.Parse(script).NodesUsed is { } used ? string.Join(',', used.Order()) : null);

    [Theory]
    [InlineData("return nodes.a.b;", "return nodes.z.b;")]
    [InlineData("return nodes?.a?.b;", "return nodes?.z?.b;")]
    [InlineData("return nodes['a'] + nodes[\"a\"].b;", "return nodes.z + nodes.z.b;")]
    [InlineData("return nodes . a [0];", "return nodes.z [0];")]
    [InlineData("const { a } = nodes;", "const { z: a } = nodes;")]
    [InlineData("const { a = 1, b } = nodes;", "const { z: a = 1, b } = nodes;")]
    [InlineData("const { a: { b } } = nodes;", "const { z: { b } } = nodes;")]
    [InlineData("return input.a + input.b + a;", "return input.z + input.b + a;")]
    [InlineData("// nodes.a\nreturn 'nodes.a' + { a: 1 }.a;", "// nodes.a\nreturn 'nodes.a' + { a: 1 }.a;")]
    [InlineData("const nodes = {}; return nodes.a;", "const nodes = {}; return nodes.a;")]
    [InlineData("return `{{nodes.a}} ${nodes.a}`;", "return `{{nodes.a}} ${nodes.z}`;")]
    [InlineData("return (1 +;", "return (1 +;")]
    public void A_rename_follows_the_syntax(string script, string renamed) =>
        Assert.Equal(renamed, ScriptSyntax.Rename(script, new Dictionary<string, string> { ["a"] = "z", ["input.a"] = "input.z" }));

    [Theory]
    [InlineData("return nodes.a.b;", "a", "my-node", "return nodes[\"my-node\"].b;")]
    [InlineData("return nodes?.a;", "a", "my-node", "return nodes?.[\"my-node\"];")]
    [InlineData("const { a } = nodes;", "a", "my-node", "const { \"my-node\": a } = nodes;")]
    [InlineData("return nodes.a.b;", "a", "run.input.from_a", "return run.input.from_a.b;")]
    [InlineData("return input.b;", "input", "run.input.given", "return run.input.given.b;")]
    [InlineData("return { input };", "input", "run.input.given", "return { input: run.input.given };")]
    [InlineData("const { a, b } = input;", "input", "run.input.given", "const { a, b } = run.input.given;")]
    [InlineData("return run.approvals.ask;", "run.approvals.ask", "run.approvals.ask2", "return run.approvals.ask2;")]
    public void A_rename_writes_any_place(string script, string from, string to, string renamed) =>
        Assert.Equal(renamed, ScriptSyntax.Rename(script, new Dictionary<string, string> { [from] = to }));

    [Theory]
    [InlineData("return await f();", true)]
    [InlineData("for await (const a of b) ;", true)]
    [InlineData("const f = async () => await 1; return f();", false)]
    [InlineData("return 1;", false)]
    public void Await_outside_of_functions_is_known(string script, bool isAsync) => Assert.Equal(isAsync, ScriptSyntax.Parse(script).IsAsync);
}
