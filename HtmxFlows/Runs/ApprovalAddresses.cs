using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using HtmxFlows.Accounts;
using HtmxFlows.Data;

namespace HtmxFlows.Runs;

/// <summary>An answer to a question.</summary>
/// <param name="Decision">The name of one of the question's decisions.</param>
/// <param name="Fields">An object with what was filled in, or null if nothing was asked.</param>
/// <param name="By">The name of the user, or the name that someone who is not signed in gave; null if none.</param>
public sealed record Answer(string Decision, JsonElement? Fields, string? By)
{
    /// <summary>The user who answers; null if nobody is signed in.</summary>
    internal Actor.Person? Actor { get; init; }

    /// <summary>How it came; null if the time for an answer is over.</summary>
    internal AnswerWay? Way { get; init; }

    /// <summary>Who answered and how, for the journal; null if nobody did.</summary>
    internal AnswerSource? Source => Way is { } way ? new(way, Actor?.Id) : null;

    /// <summary>The output of the node that asked.</summary>
    internal JsonElement ToOutput(DateTimeOffset at) => Json.From(new { decision = Decision, fields = Fields ?? Json.EmptyObject, by = By is null ? Json.Null : Json.Text(By), at });
}

/// <summary>
/// The addresses at which questions are answered. Each has a key that cannot be guessed, an HMAC of the run and the node, so that it may be
/// mailed before the question is asked. The signing key is in the database.
/// </summary>
/// <param name="address">The public address of the app: <c>https://flows.example.com</c>; empty makes relative addresses.</param>
public sealed class ApprovalAddresses(IDatabase database, string address = "")
{
    readonly SigningKey key = new(database, "approvals");

    public string AddressOf(Guid run, string node) => $"{address.TrimEnd('/')}/approvals/{run}/{Uri.EscapeDataString(node)}?key={KeyOf(run, node)}";

    public string KeyOf(Guid run, string node) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(key.Value, Encoding.UTF8.GetBytes($"{run}/{node}")).AsSpan(0, 16));

    /// <summary>Whether a key is that of a question, compared in constant time.</summary>
    public bool Fits(Guid run, string node, string? given) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given ?? ""), Encoding.UTF8.GetBytes(KeyOf(run, node)));
}
