namespace HtmxFlows.Nodes;

/// <summary>The node types that there are.</summary>
public sealed class NodeCatalogue(IEnumerable<NodeType> types)
{
    readonly Dictionary<string, NodeType> byName = types.ToDictionary(type => type.Name);

    /// <summary>By category, then by title.</summary>
    public IReadOnlyList<NodeType> Types { get; } = [.. types.OrderBy(type => type.Category).ThenBy(type => type.Title, StringComparer.Ordinal)];

    public NodeType? Find(string name) => byName.GetValueOrDefault(name);

    /// <summary>Every node type in this assembly; a new one is found by being there.</summary>
    public static IEnumerable<Type> All() =>
        typeof(NodeType).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(NodeType)) && !type.IsAbstract);
}
