namespace HtmxFlows.Nodes;

/// <summary>Finds node types by what people type. Every word must be somewhere; where it is decides the order.</summary>
static class NodeSearch
{
    public static bool Has(NodeType type, string text) => Words(text).All(word => Places(type).Any(place => Contains(place, word)));

    /// <summary>0 for a title that starts with the text, more for weaker matches.</summary>
    public static int Rank(NodeType type, string text)
    {
        text = text.Trim();
        return StartsWith(type.Title, text) || Is(type.Name, text) ? 0
            : type.Synonyms.Any(synonym => Is(synonym, text)) ? 1
            : Words(type.Title).Any(word => StartsWith(word, text)) ? 2
            : type.Synonyms.Any(synonym => StartsWith(synonym, text)) ? 3
            : Contains(type.Title, text) || type.Synonyms.Any(synonym => Contains(synonym, text)) ? 4
            : Contains(type.Summary, text) ? 5
            : 6;
    }

    static IEnumerable<string> Places(NodeType type) =>
    [
        type.Name, type.Title, $"{type.Category}", type.Summary, .. type.Synonyms, .. type.Ports,
        .. type.Shape.Fields.SelectMany(field => new[] { field.Name, field.Label, field.Help ?? "" }), .. type.Examples.Select(example => example.Title),
    ];

    static string[] Words(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    static bool Is(string text, string other) => text.Equals(other, StringComparison.OrdinalIgnoreCase);

    static bool StartsWith(string text, string start) => text.StartsWith(start, StringComparison.OrdinalIgnoreCase);

    static bool Contains(string text, string part) => text.Contains(part, StringComparison.OrdinalIgnoreCase);
}
