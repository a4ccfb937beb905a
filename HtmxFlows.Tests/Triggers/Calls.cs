using System.Security.Cryptography;
using System.Text;
using HtmxFlows.Data;
using HtmxFlows.Nodes;
using HtmxFlows.Tests.Rules;
using HtmxFlows.Triggers;

namespace HtmxFlows.Tests.Triggers;

/// <summary>Calls of webhooks without a server, and what senders sign with.</summary>
static class Calls
{
    public static HookCall Of(string body, params (string Name, string Value)[] headers) => Of(Encoding.UTF8.GetBytes(body), headers);

    public static HookCall Of(byte[] body, params (string Name, string Value)[] headers) =>
        new("POST", "", "", headers.ToDictionary(header => header.Name, header => header.Value, StringComparer.OrdinalIgnoreCase), body, "192.0.2.10");

    /// <summary>Whether a webhook accepts a call.</summary>
    /// <param name="configuration">Its configuration as JSON, without the credential.</param>
    /// <param name="at">Now, in seconds since 1970.</param>
    public static bool Accepts(string configuration, HookCall call, long at = 0, params string[] secrets) =>
        HookVerification.Verify(Read(configuration), call, secrets, DateTimeOffset.FromUnixTimeSeconds(at)) is HookProof.Proven;

    public static string? Delivery(string configuration, HookCall call, long at, string secret) =>
        Assert.IsType<HookProof.Proven>(HookVerification.Verify(Read(configuration), call, [secret], DateTimeOffset.FromUnixTimeSeconds(at))).Delivery;

    public static WebhookNode.Configuration Read(string configuration) =>
        System.Text.Json.JsonSerializer.Deserialize<WebhookNode.Configuration>(configuration, Json.Options)!;

    /// <summary>A case's data, a file beside the tests.</summary>
    public static string Case(string name) => File.ReadAllText(Path.Combine(Source.Root, "HtmxFlows.Tests", "Triggers", "Cases", name));

    public static byte[] Sha256(string key, string text) => HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes(text));
}
