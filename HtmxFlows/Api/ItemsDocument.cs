namespace HtmxFlows.Api;

/// <summary>The progress of a node that runs once for each item of a list.</summary>
/// <param name="Done">How many items have ended.</param>
/// <param name="Total">How many items the list has.</param>
public sealed record ItemsDocument(int Done, int Total);
