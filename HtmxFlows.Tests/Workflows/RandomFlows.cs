using HtmxFlows.Data;
using HtmxFlows.Workflows;

namespace HtmxFlows.Tests.Workflows;

/// <summary>Flows that nobody would draw, the same ones for the same seed.</summary>
static class RandomFlows
{
    /// <summary>A flow without a cycle.</summary>
    public static Flow Acyclic(Random random, int nodes, int edges) => Make(nodes, edges, () =>
    {
        var (a, b) = (random.Next(nodes), random.Next(nodes));
        return (Math.Min(a, b), Math.Max(a, b));
    }, random);

    /// <summary>A flow that may have cycles.</summary>
    public static Flow Any(Random random, int nodes, int edges) => Make(nodes, edges, () => (random.Next(nodes), random.Next(nodes)), random);

    static Flow Make(int nodes, int edges, Func<(int From, int To)> pick, Random random)
    {
        FlowNode[] all = [.. Enumerable.Range(0, nodes).Select(n => new FlowNode($"n{n}", "template", $"n{n}", Json.EmptyObject))];
        FlowEdge[] between = [.. Enumerable.Range(0, edges).Select(_ => pick()).Where(pair => pair.From != pair.To)
            .Select((pair, n) => new FlowEdge($"e{n}", $"n{pair.From}", null, $"n{pair.To}"))];
        random.Shuffle(all);
        return new(Json.EmptyObject, all, between);
    }
}
