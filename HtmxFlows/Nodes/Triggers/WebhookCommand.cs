namespace HtmxFlows.Nodes;

/// <summary>Writes the command that calls a webhook, with the proof that it asks for. Senders whose signature has a time can send a test event themselves.</summary>
static class WebhookCommand
{
    const string Body = """{"hello": "world"}""", Json = "-H 'Content-Type: application/json'";

    /// <param name="address">The whole address, with the names of its parts.</param>
    public static string? Of(WebhookNode.Configuration hook, string address) => hook.Authentication switch
    {
        WebhookAuthentication.None => Plain(hook, address, ""),
        WebhookAuthentication.Basic => Plain(hook, address, " -u \"$SECRET\""),
        WebhookAuthentication.Header => Plain(hook, address, $" -H \"{(hook.Header.Length > 0 ? $"{hook.Header}: " : "Authorization: Bearer ")}$SECRET\""),
        WebhookAuthentication.Gitlab => Plain(hook, address, " -H \"X-Gitlab-Token: $SECRET\""),
        WebhookAuthentication.Jwt => Plain(hook, address, " -H \"Authorization: Bearer $TOKEN\""),
        WebhookAuthentication.Github => Signed(hook, address, "X-Hub-Signature-256", "sha256=", "sha256", SignatureEncoding.Hex),
        WebhookAuthentication.Shopify => Signed(hook, address, "X-Shopify-Hmac-Sha256", "", "sha256", SignatureEncoding.Base64),
        WebhookAuthentication.Hmac => Signed(hook, address, hook.Header.Length > 0 ? hook.Header : "X-Signature", hook.Prefix, hook.Algorithm.ToString().ToLowerInvariant(), hook.Encoding),
        _ => null,
    };

    static string Plain(WebhookNode.Configuration hook, string address, string proof) => Method(hook) switch
    {
        "GET" => $"curl{proof} {Quote($"{address}?hello=world")}",
        "POST" => $"curl{proof} {Quote(address)} {Json} -d {Quote(Body)}",
        var method => $"curl -X {method}{proof} {Quote(address)} {Json} -d {Quote(Body)}",
    };

    static string Signed(WebhookNode.Configuration hook, string address, string header, string prefix, string algorithm, SignatureEncoding encoding)
    {
        var digest = $"printf %s \"$BODY\" | openssl dgst -{algorithm} -hmac \"$SECRET\" " + (encoding == SignatureEncoding.Base64 ? "-binary | base64" : "-r | cut -d' ' -f1");
        var method = Method(hook) is "POST" ? "" : $" -X {Method(hook)}";
        return $"BODY={Quote(Body)}\ncurl{method} {Quote(address)} {Json} -d \"$BODY\" \\\n  -H \"{header}: {prefix}$({digest})\"";
    }

    static string Method(WebhookNode.Configuration hook) => hook.AllowedMethods.Contains("POST") ? "POST" : hook.AllowedMethods[0];

    /// <summary>A text as one word of a shell.</summary>
    static string Quote(string text) => $"'{text.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}
