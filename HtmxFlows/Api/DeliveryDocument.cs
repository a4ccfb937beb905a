using HtmxFlows.Triggers;

namespace HtmxFlows.Api;

/// <summary>A call that a webhook received.</summary>
/// <param name="Node">The webhook.</param>
/// <param name="Draft">Whether it came to the address of the draft.</param>
/// <param name="Sender">The network address of the sender.</param>
/// <param name="Path">The path behind the address.</param>
/// <param name="Reason">Why it has its outcome; may be empty.</param>
/// <param name="Size">The size of the body, in bytes.</param>
/// <param name="Excerpt">The beginning of the body.</param>
/// <param name="Run">The run that it started, or that the call started which it repeats.</param>
public sealed record DeliveryDocument(
    Guid Id, DateTimeOffset ReceivedAt, string Node, bool Draft, string Sender, string Method, string Path, DeliveryOutcome Outcome, string Reason, long Size, string Excerpt, Guid? Run)
{
    public static DeliveryDocument Of(Delivery delivery) => new(
        delivery.Id, delivery.ReceivedAt, delivery.NodeId, delivery.IsDraft, delivery.Sender, delivery.Method, delivery.Path, delivery.Outcome, delivery.Reason, delivery.Size, delivery.Excerpt, delivery.RunId);
}
