using HtmxFlows.Live;

namespace HtmxFlows.Api;

/// <summary>How far a node has come between two events. It is not of the journal: it has no number, and is not repeated.</summary>
/// <param name="Done">How many of the runs that the node waits for, or of its items, have ended; null if it has none.</param>
/// <param name="Total">How many those are.</param>
/// <param name="From">The index of <paramref name="Text"/> in the model's answer so far; it replaces the text from there on. Null if nothing is said.</param>
/// <param name="Text">What the model has said from there on.</param>
public sealed record NodeProgressDocument(string NodeId, int? Done, int? Total, int? From, string? Text)
{
    /// <summary>Its name in streams.</summary>
    public const string Name = "node-progress";

    [System.Text.Json.Serialization.JsonPropertyOrder(-1)]
    public string Event => Name;

    public static NodeProgressDocument Of(NodeFurther further)
    {
        if (further.Now.Said is not { } said)
            return new(further.Node, further.Now.Done, further.Now.Total, null, null);
        var known = said.AsSpan().CommonPrefixLength(further.Before?.Said);
        // Half a character is no text.
        if (known > 0 && char.IsHighSurrogate(said[known - 1]))
            known--;
        return new(further.Node, null, null, known, said[known..]);
    }
}
