namespace HtmxFlows.Triggers;

/// <summary>Whether a call comes from whom its webhook expects. The set is closed.</summary>
abstract record HookProof
{
    HookProof() { }

    /// <param name="Delivery">What the sender calls the delivery, the same when it repeats it; null if it has no name for it.</param>
    public sealed record Proven(string? Delivery) : HookProof;

    /// <param name="Reason">Why not, for the owner of the webhook: the sender learns only that the call was refused.</param>
    public sealed record Refused(string Reason) : HookProof;
}
