namespace HtmxFlows.Runs;

/// <summary>For whom open questions are listed.</summary>
/// <param name="Hidden">Workflows that the reader may not see; null is none.</param>
/// <param name="Names">The names by which questions may name the reader: the user's name, e-mail address and roles, in upper case. Null reads all questions.</param>
public sealed record QuestionReader(IReadOnlyList<Guid>? Hidden, IReadOnlyList<string>? Names)
{
    /// <summary>Reads the questions for everyone.</summary>
    public static QuestionReader All { get; } = new(null, null);
}
