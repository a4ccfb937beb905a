namespace HtmxFlows.Workflows;

/// <summary>An output of a draft that is a list.</summary>
/// <param name="Items">How many items it has.</param>
/// <param name="Ports">The ports that it left by; empty for the default port.</param>
public sealed record DraftList(int Items, IReadOnlyList<string> Ports);
