using HtmxFlows.Views;

namespace HtmxFlows.Pages;

/// <summary>A question of a run, as the pages about it show it.</summary>
/// <param name="Label">The label of the node that asks.</param>
/// <param name="Form">The form to answer it; null if it is not open.</param>
/// <param name="Outcome">Why it is not open.</param>
public sealed record AskedQuestion(RunView Run, string Node, string WorkflowName, string Label, QuestionForm? Form, string Outcome)
{
    /// <summary>The status of the response that shows it.</summary>
    public int Status { get; init; } = StatusCodes.Status200OK;

    /// <summary>Whether it is shown to people who may see nothing else.</summary>
    public bool IsOutside { get; init; }

    public string Title => Form is null ? "Answered" : "Your decision is needed";
}
