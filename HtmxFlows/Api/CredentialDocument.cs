using HtmxFlows.Credentials;

namespace HtmxFlows.Api;

/// <summary>A credential. Its secrets are in no answer.</summary>
/// <param name="Hosts">The hosts to which it may be sent.</param>
/// <param name="Workflows">The ids of the workflows that may use it; null if all may.</param>
/// <param name="Fields">The values of its fields that are no secrets.</param>
/// <param name="UsedAt">The last use, to a few minutes; null if it was not used.</param>
public sealed record CredentialDocument(
    Guid Id, string Name, string Kind, int Version, IReadOnlyList<string> Hosts, IReadOnlyList<Guid>? Workflows, IReadOnlyDictionary<string, string> Fields, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, DateTimeOffset? UsedAt)
{
    public static CredentialDocument Of(Credential credential) => new(
        credential.Id, credential.Name, credential.Kind.Name, credential.Version, credential.Hosts.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries), credential.Workflows, credential.Fields,
        credential.CreatedAt, credential.UpdatedAt, credential.UsedAt);
}
