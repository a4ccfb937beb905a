using System.Security.Claims;

namespace HtmxFlows.Accounts;

/// <summary>By what a user was recognised, as it is kept in memory: a session or an API token.</summary>
public abstract class Proof : IDisposable
{
    readonly CancellationTokenSource ended = new();

    /// <param name="subject">The id by which the framework tells proofs apart.</param>
    private protected Proof(User user, Guid subject, DateTimeOffset usedAt) =>
        (User, UsedAt, Principal) = (user, usedAt, new(new ClaimsIdentity([new("sub", subject.ToString())], "proof")));

    public User User { get; }

    /// <summary>The user for the framework.</summary>
    public ClaimsPrincipal Principal { get; }

    /// <summary>Cancelled when the proof ends, or its user is changed: streams end, and those who may have them open them again.</summary>
    public CancellationToken Ended => ended.Token;

    /// <summary>The last use.</summary>
    internal DateTimeOffset UsedAt { get; set; }

    internal void End() => ended.Cancel();

    public void Dispose()
    {
        GC.SuppressFinalize(this);
        ended.Dispose();
    }
}
