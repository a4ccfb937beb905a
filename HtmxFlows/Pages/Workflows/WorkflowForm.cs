using HtmxFlows.Workflows;

namespace HtmxFlows.Pages.Workflows;

/// <summary>The fields of a workflow's form.</summary>
public sealed class WorkflowForm
{
    public string? Name { get; set; }

    public string? Description { get; set; }

    public string? Flow { get; set; }

    // Browsers send line ends as CRLF. Normalised, an unchanged text equals the saved one.
    public WorkflowContent ToDraft() => new((Name ?? "").Trim(), Lines((Description ?? "").Trim()), Lines(Flow ?? ""));

    static string Lines(string text) => text.ReplaceLineEndings("\n");
}
