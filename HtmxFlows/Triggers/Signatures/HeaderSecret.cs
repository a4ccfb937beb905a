namespace HtmxFlows.Triggers.Signatures;

/// <summary>A secret in a header, as it is.</summary>
static class HeaderSecret
{
    const string Bearer = "Bearer ";

    static readonly string[] Usual = ["Authorization", "X-API-Key"];

    /// <param name="header">Its name; empty is Authorization, with the word Bearer, or X-API-Key.</param>
    /// <returns>Why the call is refused; null if it has the secret.</returns>
    public static string? Verify(HookCall call, string header, IReadOnlyList<string> secrets)
    {
        string[] given = [.. (header.Length > 0 ? [header] : Usual).Select(call.Header).Where(value => value.Length > 0)
            .SelectMany(value => value.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? [value, value[Bearer.Length..]] : new[] { value })];
        return given.Length == 0 ? $"The header {(header.Length > 0 ? header : "Authorization or X-API-Key")} is missing."
            : secrets.Any(secret => given.Any(value => Signing.AreEqual(value, secret))) ? null
            : $"The secret in the header {(header.Length > 0 ? header : "Authorization or X-API-Key")} is wrong.";
    }
}
