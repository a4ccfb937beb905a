using HtmxFlows.Accounts;
using ModelContextProtocol.Protocol;

namespace HtmxFlows.Api;

/// <summary>A call of a tool.</summary>
/// <param name="Server">The name of the server.</param>
/// <param name="Root">The address of the app, as the client reaches it.</param>
/// <param name="Key">By which a repeated call starts no other run; null if the client gave none.</param>
sealed record McpCall(string Server, CallToolRequestParams Tool, Actor Actor, string Root, string? Key)
{
    /// <summary>Gets how many nodes have ended, of how many, and the label of the last; null if the client does not ask for progress.</summary>
    public Func<int, int, string, Task>? Report { get; init; }

    /// <summary>Whether the client puts questions to its user within the call.</summary>
    public bool AsksUser { get; init; }

    /// <summary>Cancelled when the client does not wait any longer; the run continues.</summary>
    public CancellationToken Gone { get; init; }

    /// <summary>Cancelled when the client cancels the call, and the run with it.</summary>
    public CancellationToken Cancelled { get; init; }

    /// <summary>Whose the key is.</summary>
    public string Scope => $"mcp:{Server}/{Actor.Id?.ToString() ?? Actor.Kind}";
}
