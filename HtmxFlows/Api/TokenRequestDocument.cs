namespace HtmxFlows.Api;

/// <summary>What an API token is made with.</summary>
/// <param name="Name">What it is for.</param>
/// <param name="Scopes">What it may do: runs:read, runs:start, runs:start:ID of a workflow, workflows:read, workflows:write, admin.</param>
/// <param name="Days">How long it works; at most 365.</param>
public sealed record TokenRequestDocument(string? Name = null, IReadOnlyList<string>? Scopes = null, int? Days = null);
