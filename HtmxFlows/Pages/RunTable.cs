using HtmxFlows.Runs;

namespace HtmxFlows.Pages;

/// <summary>A table of runs. With runs of all workflows, each row names its workflow.</summary>
public sealed record RunTable(IReadOnlyList<RunLine> Runs, bool OfAllWorkflows = false)
{
    const int LongestTitle = 120;

    /// <summary>Whether runs can be selected, for the form <c>bulk</c>.</summary>
    public bool IsSelectable { get; init; }

    /// <summary>The text of the link to a run: its prompt, or what started it, or "no prompt" if nothing in it is readable.</summary>
    public static string Title(RunLine run) =>
        run.Prompt.All(letter => char.IsWhiteSpace(letter) || char.IsControl(letter))
            ? run.Trigger switch { "webhook" => "webhook call", "schedule" => "scheduled run", "error" => "failure of a run", _ => "no prompt" }
        : Data.Excerpt.Of(run.Prompt, LongestTitle);

    /// <summary>What started a run, for people.</summary>
    public static string Origin(string trigger) => trigger switch
    {
        "form" => "form",
        "api" => "API",
        "draft" => "draft",
        "again" => "run again",
        "retry" => "from a node",
        "call" => "workflow",
        "mcp" => "MCP",
        "chat" => "chat",
        "webhook" => "webhook",
        "schedule" => "schedule",
        "error" => "failed run",
        _ => trigger,
    };
}
