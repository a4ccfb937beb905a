namespace HtmxFlows.Api;

/// <summary>What a credential is made with.</summary>
/// <param name="Name">The name by which nodes refer to it.</param>
/// <param name="Kind">bearer, header, basic, query, oauth2-client, oauth2-code, model-key, hmac, secret, smtp or database.</param>
/// <param name="Hosts">The hosts to which it may be sent: api.example.com, or *.example.com.</param>
/// <param name="Workflows">The ids of the workflows that may use it; null lets all.</param>
/// <param name="Fields">The fields of the kind, secrets included: token; header, value; user, password; parameter, value; tokenUrl, clientId, clientSecret, scope, send; and so on.</param>
public sealed record CredentialRequestDocument(
    string? Name = null, string? Kind = null, IReadOnlyList<string>? Hosts = null, IReadOnlyList<Guid>? Workflows = null, IReadOnlyDictionary<string, string>? Fields = null);
