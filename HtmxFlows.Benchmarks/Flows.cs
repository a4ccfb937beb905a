using System.Globalization;

namespace HtmxFlows.Benchmarks;

/// <summary>The flows that are run, each a chain.</summary>
static class Flows
{
    const string Greet = """{"template": "Hello {{prompt}}, {{run.id}}"}""";
    const string Fields = """{"fields": [{"name": "greeting", "value": "{{input}}"}, {"name": "days", "value": "3", "type": "number"}]}""";

    /// <summary>Three nodes that touch nothing.</summary>
    public static string Pure { get; } = Chain(
        ("template", Greet),
        ("set", Fields),
        ("template", """{"template": "{{input.greeting}} for {{input.days}} days"}"""));

    /// <summary>Three nodes of which one runs beside the loop and one writes.</summary>
    public static string Storing { get; } = Chain(
        ("template", Greet),
        ("compute", """{"sql": "SELECT :input AS text, length(:input) AS length"}"""),
        ("store", """{"operation": "put", "collection": "greetings", "key": "{{prompt}}", "value": "{{input}}"}"""));

    /// <summary>A list of 10,000 items, and a node that touches nothing for each of them.</summary>
    public static string Items { get; } = Chain(
        ("compute", """{"sql": "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < 10000) SELECT json_group_array(json_object('name', 'Ada ' || x)) AS items, count(*) AS count FROM c"}"""),
        ("template", """{"template": "Hello {{item.name}}, {{index}}", "settings": {"each": {"items": "{{input.items}}"}}}"""));

    /// <summary>Keeps a file of as many megabytes as the prompt says in the store.</summary>
    public static string Download(string peer) => Chain(
        ("http", Invariant($$$$"""{"url": "{{{{peer}}}}/{{prompt}}", "response": "file"}""")),
        ("store", """{"operation": "put", "collection": "files", "key": "{{prompt}}", "value": "{{input.body}}"}"""));

    /// <summary>Sends that file.</summary>
    public static string Upload(string peer) => Chain(
        ("store", """{"operation": "get", "collection": "files", "key": "{{prompt}}"}"""),
        ("http", Invariant($$$$"""{"url": "{{{{peer}}}}/", "method": "put", "bodyKind": "file", "body": "{{input}}"}""")));

    /// <summary>A long wait, then many short ones: a run that can be watched from its start.</summary>
    public static string Waiting(double firstSeconds, int count, double seconds) =>
        Chain([.. Enumerable.Range(0, count).Select(i => ("wait", Invariant($$"""{"seconds": {{(i == 0 ? firstSeconds : seconds)}}}""")))]);

    /// <summary>A flow that fans out and in: each node follows one or two of those shortly before it. The same for the same number.</summary>
    public static string Mesh(int nodes)
    {
        const int Reach = 8;
        var random = new Random(nodes);
        var written = Enumerable.Range(0, nodes).Select(i => Invariant($$$"""{"id": "n{{{i}}}", "type": "template", "data": {"label": "Step number {{{i}}}", "template": "Hello {{prompt}}"}}"""));
        var edges = Enumerable.Range(1, nodes - 1)
            .SelectMany(i => Enumerable.Range(0, random.Next(1, 3)).Select(_ => (From: Math.Max(0, i - random.Next(1, Reach)), To: i)).Distinct())
            .Select((edge, i) => Invariant($$"""{"id": "e{{i}}", "source": "n{{edge.From}}", "target": "n{{edge.To}}"}"""));
        return $$"""{"nodes": [{{string.Join(", ", written)}}], "edges": [{{string.Join(", ", edges)}}]}""";
    }

    static string Chain(params (string Type, string Data)[] nodes)
    {
        var written = nodes.Select((node, i) => Invariant($$"""{"id": "n{{i}}", "type": "{{node.Type}}", "data": {{node.Data}}}"""));
        var edges = nodes.Skip(1).Select((_, i) => Invariant($$"""{"id": "e{{i}}", "source": "n{{i}}", "target": "n{{i + 1}}"}"""));
        return $$"""{"nodes": [{{string.Join(", ", written)}}], "edges": [{{string.Join(", ", edges)}}]}""";
    }

    static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
