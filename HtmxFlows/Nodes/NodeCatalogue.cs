namespace HtmxFlows.Nodes;

/// <summary>The known node types.</summary>
public sealed class NodeCatalogue(IEnumerable<NodeType> types)
{
    readonly Dictionary<string, NodeType> byName = types.ToDictionary(type => type.Name);

    /// <summary>By category, then by title.</summary>
    public IReadOnlyList<NodeType> Types { get; } = [.. types.OrderBy(type => type.Category).ThenBy(type => type.Title, StringComparer.Ordinal)];

    public NodeType? Find(string name) => byName.GetValueOrDefault(name);

    /// <summary>The title of a node type for people; the name itself if the type is unknown.</summary>
    public string TitleOf(string name) => Find(name)?.Title ?? name;

    /// <summary>The types whose description, fields or example titles contain all words of a text, ignoring case.</summary>
    public IReadOnlyList<NodeType> Search(string text)
    {
        var words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return [.. Types.Where(type => words.All(word => Described(type).Contains(word, StringComparison.OrdinalIgnoreCase)))];
    }

    static string Described(NodeType type) => string.Join('\n',
        [type.Name, type.Title, $"{type.Category}", type.Summary, .. type.Ports, .. type.Shape.Fields.SelectMany(field => new[] { field.Name, field.Label, field.Help }), .. type.Examples.Select(example => example.Title)]);

    /// <summary>Every public node type in this assembly; a new one needs no registration.</summary>
    public static IEnumerable<Type> All() =>
        typeof(NodeType).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(NodeType)) && type is { IsAbstract: false, IsVisible: true });
}
