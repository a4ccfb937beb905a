namespace HtmxFlows.Api;

/// <summary>A trigger of a workflow.</summary>
/// <param name="Node">The id of its node.</param>
/// <param name="Type">The name of its node type.</param>
/// <param name="Active">Whether it starts runs now.</param>
/// <param name="Url">The address at which it is called; null if it has none.</param>
/// <param name="NextDue">When a schedule starts its next run; null if it starts none, and for every other trigger.</param>
/// <param name="Paused">Whether failures have paused it.</param>
/// <param name="DraftUrl">The address of the draft; null if the draft does not have it.</param>
public sealed record TriggerDocument(string Node, string Label, string Type, bool Active, string? Url, string? DraftUrl, DateTimeOffset? NextDue, bool Paused);
