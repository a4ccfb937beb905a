namespace HtmxFlows.Api;

/// <summary>Where a delivery is sent again.</summary>
/// <param name="Draft">To the draft; otherwise to the published version.</param>
public sealed record ReplayRequestDocument(bool? Draft = null);
