using HtmxFlows.Runs;

namespace HtmxFlows.Pages;

/// <summary>Runs as a table; those of all workflows also name theirs.</summary>
public sealed record RunTable(IReadOnlyList<RunLine> Runs, bool OfAllWorkflows = false)
{
    const int LongestTitle = 120;

    /// <summary>What the link to a run says: its prompt, or that there is nothing to read in it.</summary>
    public static string Title(RunLine run) =>
        run.Prompt.All(letter => char.IsWhiteSpace(letter) || char.IsControl(letter)) ? "no prompt"
        : Data.Excerpt.Of(run.Prompt, LongestTitle);
}
