namespace HtmxFlows.Nodes;

/// <summary>The known node types.</summary>
public sealed class NodeCatalogue(IEnumerable<NodeType> types)
{
    readonly Dictionary<string, NodeType> byName = types.ToDictionary(type => type.Name);

    /// <summary>By category, then by title.</summary>
    public IReadOnlyList<NodeType> Types { get; } = [.. types.OrderBy(type => type.Category).ThenBy(type => type.Title, StringComparer.Ordinal)];

    /// <summary>The types whose nodes people add; a placeholder comes only with an import.</summary>
    public IEnumerable<NodeType> Offered => Types.Where(type => type.Role != NodeRole.Placeholder);

    public NodeType? Find(string name) => byName.GetValueOrDefault(name);

    /// <summary>The title of a node type for people; the name itself if the type is unknown.</summary>
    public string TitleOf(string name) => Find(name)?.Title ?? name;

    /// <summary>The symbol of a node type in the sprite; that of a placeholder if the type is unknown.</summary>
    public string IconOf(string name) => Find(name)?.Name ?? UnsupportedNode.TypeName;

    /// <summary>The types whose description, synonyms, fields or example titles contain all words of a text, ignoring case.</summary>
    public IReadOnlyList<NodeType> Search(string text) => [.. Types.Where(type => NodeSearch.Has(type, text))];

    /// <summary>The types that can be added and match a text, the best match first.</summary>
    public IReadOnlyList<NodeType> Offer(string text) => [.. Offered.Where(type => NodeSearch.Has(type, text)).OrderBy(type => NodeSearch.Rank(type, text))];

    /// <summary>Every public node type in this assembly; a new one needs no registration.</summary>
    public static IEnumerable<Type> All() =>
        typeof(NodeType).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(NodeType)) && type is { IsAbstract: false, IsVisible: true });
}
