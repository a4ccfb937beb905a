using System.ComponentModel.DataAnnotations;

namespace HtmxFlows.Nodes;

/// <summary>What happens to the run when a node fails.</summary>
public enum OnError
{
    /// <summary>The run fails.</summary>
    Fail,

    /// <summary>The run goes on, with <c>{"error": …}</c> as the node's output.</summary>
    Continue,

    /// <summary>The run goes on from the node's <c>error</c> port, with the same output.</summary>
    Port,
}

/// <summary>What happens to a node that was in flight when the process ended.</summary>
public enum OnCrash
{
    /// <summary>It runs again, with its attempt raised.</summary>
    Retry,

    /// <summary>It fails.</summary>
    Fail,
}

/// <summary>When a node with several incoming edges starts.</summary>
public enum Join
{
    /// <summary>When every edge that can still deliver has delivered.</summary>
    Arriving,

    /// <summary>When every edge has delivered; one dead edge skips the node.</summary>
    All,

    /// <summary>When the first edge delivers.</summary>
    First,
}

/// <summary>The settings that every node has, whatever its type: <c>data.settings</c>.</summary>
public sealed record NodeSettings
{
    [Display(Name = "Retries", Description = "How often a failed attempt is tried again."), Range(0, 100)]
    public int Retries { get; init; }

    [Display(Name = "Delay", Description = "Seconds before the first retry; it doubles with each, up to five minutes."), Range(0, 300)]
    public double Delay { get; init; } = 1;

    [Display(Name = "Time-out", Description = "Seconds that one attempt may take; empty is the server's own limit."), Range(0.001, 86_400)]
    public double? Timeout { get; init; }

    [Display(Name = "On error", Description = "Fail the run, continue with the error as output, or take the error port.")]
    public OnError OnError { get; init; }

    [Display(Name = "After a crash", Description = "Whether a node that was in flight when the server stopped runs again or fails.")]
    public OnCrash OnCrash { get; init; }

    [Display(Name = "Wait for", Description = "Arriving: all edges that can still deliver. All: a dead edge skips the node. First: the first delivery starts it.")]
    public Join Join { get; init; }

    [Display(Name = "Note", Description = "A remark for whoever reads the workflow."), DataType(DataType.MultilineText)]
    public string Note { get; init; } = "";
}
