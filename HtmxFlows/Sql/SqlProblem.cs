
namespace HtmxFlows.Sql;

/// <summary>What is wrong with a statement, for people. Lines and columns count from 1, columns in UTF-16 units.</summary>
/// <param name="Excerpt">The statement around the place, which is marked with ▸.</param>
public sealed record SqlProblem(string Message, int? Line = null, int? Column = null, string? Excerpt = null)
{
    /// <summary>The message with its place and the excerpt.</summary>
    public string Sentence => Excerpt is null ? ToString() : $"{ToString()}: {Excerpt}";

    public override string ToString() => Line is null ? Message : $"{Message} (line {Line}, column {Column})";
}
