namespace HtmxFlows.Nodes;

/// <summary>A run that completed earlier in the same conversation.</summary>
/// <param name="Answer">Its result as text.</param>
public sealed record Turn(string Prompt, string Answer);
