namespace HtmxFlows.Tests.Workflows;

/// <summary>
/// Flows in short: a line <c>id type {data}</c> for a node, and <c>a -> b -> c</c> for edges, <c>a:port -> b</c> from a port.
/// </summary>
static class Flows
{
    public static string Of(string text)
    {
        List<string> nodes = [], edges = [];
        foreach (var line in text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var ends = line.Split(" -> ");
            if (ends.Length > 1 && ends.All(end => !end.Contains(' ')))
                edges.AddRange(ends.Zip(ends.Skip(1), (source, target) => Edge(source.Split(':'), target.Split(':')[0])));
            else
                nodes.Add(Node(line.Split(' ', 3)));
        }
        return $$"""{"nodes":[{{string.Join(',', nodes)}}],"edges":[{{string.Join(',', edges)}}]}""";
    }

    // The data goes in as it is written, be it JSON or not.
    static string Node(string[] parts) => $$"""{"id":"{{parts[0]}}","type":"{{parts[1]}}","data":{{parts.ElementAtOrDefault(2) ?? "{}"}}}""";

    static string Edge(string[] source, string target) =>
        $$"""{"id":"{{string.Join(':', source)}}-{{target}}","source":"{{source[0]}}","sourceHandle":{{(source.Length > 1 ? $"\"{source[1]}\"" : "null")}},"target":"{{target}}"}""";
}
