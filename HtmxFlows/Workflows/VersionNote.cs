namespace HtmxFlows.Workflows;

/// <summary>The note and the author of a version.</summary>
public sealed record VersionNote(string Text = "", string Author = "");
