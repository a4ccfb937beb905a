using HtmxFlows.Workflows;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace HtmxFlows.Pages.Workflows;

/// <summary>What the form of a workflow sends.</summary>
public sealed class WorkflowForm
{
    public string? Name { get; set; }

    public string? Description { get; set; }

    public string? Flow { get; set; }

    /// <summary>Keeps a flow with problems as a version that cannot run.</summary>
    public bool Draft { get; set; }

    /// <summary>The flow was sent and has problems, so that keeping it as a draft is worth offering.</summary>
    [BindNever]
    public bool HasProblems { get; set; }

    // Browsers send line ends as CRLF; as they were saved, a text that nobody changed is the same text.
    public WorkflowDraft ToDraft() => new((Name ?? "").Trim(), (Description ?? "").Trim(), (Flow ?? "").ReplaceLineEndings("\n"));
}
