namespace HtmxFlows.Outbound;

/// <summary>A request for an account that a person has answered at its provider.</summary>
/// <param name="Version">The version of the credential at its beginning.</param>
/// <param name="State">The hash of the word by which the provider refers to it.</param>
/// <param name="Verifier">The secret by which the token URL knows that the code was meant for this server.</param>
/// <param name="Session">The session that began it; null on a server without users.</param>
public sealed record AccountRequest(Guid Credential, int Version, string State, string Verifier, string Callback, Guid? Session);
