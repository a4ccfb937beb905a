using System.Text.Json.Serialization;

namespace HtmxFlows.Scripts;

/// <summary>What is wrong with a script, for people. Lines and columns count from 1, columns in UTF-16 units.</summary>
/// <param name="Excerpt">The line around the place, which is marked with ▸; null if it is not shown.</param>
public sealed record ScriptProblem(string Message, int? Line = null, int? Column = null, string? Excerpt = null)
{
    /// <summary>The message with its place and the excerpt.</summary>
    [JsonIgnore]
    public string Sentence => Excerpt is null ? ToString() : $"{ToString()}: {Excerpt}";

    public override string ToString() => Line is null ? Message : $"{Message} (line {Line}, column {Column})";
}
