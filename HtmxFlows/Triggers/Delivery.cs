using HtmxFlows.Data;

namespace HtmxFlows.Triggers;

/// <summary>A call that a webhook received.</summary>
public sealed record Delivery
{
    public Guid Id { get; init; }

    public Guid WorkflowId { get; init; }

    public string NodeId { get; init; } = "";

    /// <summary>Whether it came to the address of the draft.</summary>
    public bool IsDraft { get; init; }

    /// <summary>The network address of the sender.</summary>
    public string Sender { get; init; } = "";

    public string Method { get; init; } = "";

    /// <summary>The path behind the key of the address.</summary>
    public string Path { get; init; } = "";

    public DeliveryOutcome Outcome { get; init; }

    /// <summary>Why it has this outcome; may be empty.</summary>
    public string Reason { get; init; } = "";

    /// <summary>The size of the body, in bytes.</summary>
    public long Size { get; init; }

    /// <summary>The beginning of the body.</summary>
    public string Excerpt { get; init; } = "";

    /// <summary>The run that it started, or that the call started which it repeats; null if there is none.</summary>
    public Guid? RunId { get; init; }

    public DateTimeOffset ReceivedAt => Ids.MomentOf(Id);
}
