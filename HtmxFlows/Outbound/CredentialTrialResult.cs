namespace HtmxFlows.Outbound;

/// <summary>How a test of a credential went.</summary>
/// <param name="IsSuccess">Whether the server accepted it.</param>
/// <param name="Sentence">What happened, for people.</param>
public sealed record CredentialTrialResult(bool IsSuccess, string Sentence);
