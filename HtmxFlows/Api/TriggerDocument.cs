namespace HtmxFlows.Api;

/// <summary>A trigger of a workflow.</summary>
/// <param name="Node">The id of its node.</param>
/// <param name="Type">The name of its node type.</param>
/// <param name="Active">Whether it starts runs now.</param>
/// <param name="Url">The address at which it is called; null if it has none.</param>
/// <param name="DraftUrl">The address of the draft; null if the draft does not have it.</param>
public sealed record TriggerDocument(string Node, string Label, string Type, bool Active, string? Url, string? DraftUrl);
