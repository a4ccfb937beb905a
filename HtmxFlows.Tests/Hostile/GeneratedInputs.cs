using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using HtmxFlows.Data;
using HtmxFlows.Expressions;
using HtmxFlows.Nodes;
using HtmxFlows.Tests.Nodes;
using HtmxFlows.Views;

namespace HtmxFlows.Tests.Hostile;

/// <summary>
/// The work of <see cref="GeneratedInputTests"/> in a process of its own, since it may end it: generated templates, schemas and Markdown
/// are checked and evaluated as the app does it. None may throw what the app does not expect, or take longer than a node may.
/// </summary>
static class GeneratedInputs
{
    public const string SeedVariable = "SEED", KindVariable = "GENERATED";

    /// <summary>What this process generates; null if it is the one that starts others for it.</summary>
    public static string? Kind { get; } = Environment.GetEnvironmentVariable(KindVariable);

    // INPUTS=10000 takes minutes.
    static readonly int Inputs = int.Parse(Environment.GetEnvironmentVariable("INPUTS") ?? "3000", CultureInfo.InvariantCulture);

    static readonly TimeSpan TimeOfNode = TimeSpan.FromSeconds(1), LongestCheck = TimeSpan.FromSeconds(8);

    static readonly int Seed = int.Parse(Environment.GetEnvironmentVariable(SeedVariable) ?? "1", CultureInfo.InvariantCulture);

    const string Names = """{"prompt":"p","a":{"b":[1,2,{"c":"x"}],"d":null},"list":[1,2,3,4,5,6,7,8,9,10],"input":{"a":1},"run":{"id":"r","input":{}},"nodes":{"a":1}}""";

    static readonly string[] TemplateParts =
    [
        "{{", "}}", "{{{", "}}}", "\\{{", "\\\\{{", "\\", "{{#if a}}", "{{/if}}", "{{else}}", "{{else if prompt}}", "{{else\tif prompt}}", "{{#each list}}", "{{/each}}", "{{#each @root}}", "{{#with a}}", "{{/with}}", "{{#unless a}}",
        "{{/unless}}", "{{^}}", "{{#list}}", "{{/list}}", "{{^list}}", "{{~", "~}}", "{{!--", "--}}", "{{! x }}", "{{> x}}", "{{#*inline \"x\"}}", "{{/inline}}", "{{&prompt}}", "{{prompt}}", "{{json a}}", "{{default x 5.5}}", "{{json (lookup a \"b\")}}",
        "{{lookup @root prompt}}", "{{log prompt}}", "(", ")", "json ", "(json ", "a (", "default ", "lookup ", "prompt", "a.b.[2].c", "@root", "@index", "@key", "..", "../", "this", "./", "[", "]", ".", "as |x y|", "=", "\"", "'", " ", "\t", "\n", "5", "-1e309",
        "true", "null", "undefined", "secrets", "{{secrets.KEY}}", "é", "😀", "\ud800", "\0", "}", "{",
    ];

    static readonly string[] MarkdownParts =
    [
        ">", "> ", "- ", "* ", "1. ", "+ ", "[", "]", "(", ")", "![", "](", "](http://a/)", "[a]: b\n", "<", "<http://a", ">", "<!--", "<a href=\"", "&amp;", "&#", "`", "```", "~~~\n", "    ", "\t", "*", "**", "_", "__", "~", "#", "###### ", "\n", "\n\n", "\r", "|", "|-|", "|a|b|\n|-|-|\n",
        "- [ ] ", "---\n", "===\n", "\\", "http://a.b/c", "www.a.b", "a@b.c", "javascript:", "a", " ", "é", "😀", "\ud800", "\0", "\u00a0", "{", "}", "^", ":", "  \n",
    ];

    public static Task Templates() => Parallel.ForEachAsync(Enumerable.Range(0, Inputs), TestContext.Current.CancellationToken, (index, _) =>
    {
        var text = Text(new Random(Seed + index), TemplateParts);
        Timed("template", index, text, () => Evaluate(text));
        return default;
    });

    public static Task Markdown() => Parallel.ForEachAsync(Enumerable.Range(0, Inputs), TestContext.Current.CancellationToken, (index, _) =>
    {
        var text = Text(new Random(Seed + index), MarkdownParts);
        Timed("Markdown", index, text, () =>
        {
            using var writer = new StringWriter(CultureInfo.InvariantCulture);
            MarkdownText.Render(text).WriteTo(writer, System.Text.Encodings.Web.HtmlEncoder.Default);
        });
        return default;
    });

    public static async Task Schemas()
    {
        var outcomes = new ConcurrentQueue<bool?>();
        await using var peer = await ModelPeer.Start(async http =>
        {
            using var question = await System.Text.Json.JsonDocument.ParseAsync(http.Request.Body);
            await ModelPeer.Say(http.Response, [question.RootElement.GetProperty("messages")[0].GetProperty("content").GetString()!]);
        });
        var node = peer.Node();
        await Parallel.ForEachAsync(Enumerable.Range(0, Inputs), TestContext.Current.CancellationToken, async (index, _) =>
        {
            var random = new Random(Seed + index);
            var (schema, answer) = (SchemaGenerator.Schema(random), SchemaGenerator.Value(random, 4));
            await Timed("schema", index, schema, async () => outcomes.Enqueue(await Ask(node, schema, answer)));
        });
        // A case that never occurred was not tested.
        Assert.All<bool?>([null, false, true], outcome => Assert.InRange(outcomes.Count(one => one == outcome), Inputs / 20, Inputs));
    }

    static void Evaluate(string text)
    {
        var template = new Template(text);
        if (template.FindProblem() is not null)
            return;
        using var late = new CancellationTokenSource(TimeOfNode);
        try
        {
            template.Evaluate(NodeTypes.Context(Names), late.Token);
        }
        catch (Exception error) when (error is NodeException or OperationCanceledException)
        {
            // The run would show it.
        }
    }

    /// <returns>Whether the answer fits, and null if the schema is refused.</returns>
    static async Task<bool?> Ask(ModelNode node, string schema, string answer)
    {
        var (configuration, _) = node.Read(Json.Parse($$"""{"prompt":{{Wire.Json(answer)}},"schema":{{schema}}}"""));
        if (configuration is null)
            return null;
        using var late = new CancellationTokenSource(TimeOfNode);
        try
        {
            return await node.Execute(configuration, NodeTypes.Context(), late.Token) is NodeOutcome.Completed;
        }
        catch (Exception error) when (error is NodeException or OperationCanceledException)
        {
            return false;
        }
    }

    static void Timed(string what, int index, string input, Action check) => Timed(what, index, input, () =>
    {
        check();
        return Task.CompletedTask;
    }).GetAwaiter().GetResult();

    static async Task Timed(string what, int index, string input, Func<Task> check)
    {
        var clock = Stopwatch.StartNew();
        try
        {
            await check();
        }
        catch (Exception error)
        {
            throw new InvalidOperationException($"The {what} {index} of seed {Seed} threw {error}: {Beginning(input)}");
        }
        if (clock.Elapsed > LongestCheck)
            throw new InvalidOperationException($"The {what} {index} of seed {Seed} took {clock.Elapsed.TotalSeconds:0.0} s: {Beginning(input)}");
    }

    /// <summary>Parts one after another; some are repeated, now and then very often, and some are nested.</summary>
    static string Text(Random random, string[] parts)
    {
        var text = new StringBuilder();
        for (var left = random.Next(1, 14); left > 0; left--)
        {
            var part = string.Concat(Enumerable.Range(0, random.Next(1, 4)).Select(_ => parts[random.Next(parts.Length)]));
            var times = random.Next(20) switch { 0 => random.Next(20_000), 1 => random.Next(1_000), < 6 => random.Next(60), _ => 1 };
            // At most about as much as a field of a small flow.
            times = Math.Min(times, 60_000 / part.Length);
            text.Append(random.Next(3) == 0 ? Payloads.Nested(part, parts[random.Next(parts.Length)], parts[random.Next(parts.Length)], times) : Payloads.Times(part, times));
        }
        return text.ToString();
    }

    static string Beginning(string text) => Wire.Json(text.Length <= 2_000 ? text : $"{text[..2_000]}…");
}
