using HtmxFlows.Workflows;

namespace HtmxFlows.Pages.Workflows;

/// <summary>What the form of a workflow sends.</summary>
public sealed class WorkflowForm
{
    public string? Name { get; set; }

    public string? Description { get; set; }

    public string? Flow { get; set; }

    // Browsers send line ends as CRLF; as they were saved, a text that nobody changed is the same text.
    public WorkflowDraft ToDraft() => new((Name ?? "").Trim(), Lines((Description ?? "").Trim()), Lines(Flow ?? ""));

    static string Lines(string text) => text.ReplaceLineEndings("\n");
}
