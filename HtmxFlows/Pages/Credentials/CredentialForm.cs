using HtmxFlows.Credentials;

namespace HtmxFlows.Pages.Credentials;

/// <summary>The fields of a credential that an owner fills in. Secrets are never in it.</summary>
public sealed class CredentialForm
{
    /// <summary>The prefix of the names of the kind's own fields.</summary>
    public const string Prefix = "field.";

    public CredentialKind Kind { get; private init; } = null!;

    public string Name { get; private init; } = "";

    public string Hosts { get; private init; } = "";

    /// <summary>Whether only some workflows may use it.</summary>
    public bool IsRestricted { get; private init; }

    public IReadOnlyList<Guid> Chosen { get; private init; } = [];

    /// <summary>The values of the fields that are no secrets.</summary>
    public IReadOnlyDictionary<string, string> Values { get; private init; } = new Dictionary<string, string>();

    /// <summary>The stored credential; null if it is new.</summary>
    public Credential? Stored { get; private init; }

    /// <summary>The workflows to choose from, by name.</summary>
    public IReadOnlyList<(Guid Id, string Name)> Workflows { get; init; } = [];

    public IReadOnlyList<CredentialProblem> Problems { get; private init; } = [];

    public static CredentialForm New(CredentialKind kind, string? name, IReadOnlyList<(Guid, string)> workflows) =>
        new() { Kind = kind, Name = name ?? "", Workflows = workflows, Values = kind.Fields.ToDictionary(field => field.Name, field => field.Default) };

    public static CredentialForm Of(Credential credential, IReadOnlyList<(Guid, string)> workflows) => new()
    {
        Kind = credential.Kind,
        Name = credential.Name,
        Hosts = credential.Hosts.ToString(),
        IsRestricted = credential.Workflows is not null,
        Chosen = credential.Workflows ?? [],
        Values = credential.Fields,
        Stored = credential,
        Workflows = workflows,
    };

    /// <summary>What was sent.</summary>
    public static CredentialDetails Read(CredentialKind kind, IFormCollection sent) => new(
        sent["name"].ToString().Trim(), kind, sent["hosts"].ToString(),
        sent["who"] == "some" ? [.. sent["workflows"].Select(id => Guid.TryParse(id, out var known) ? known : Guid.Empty).Where(id => id != Guid.Empty)] : null,
        // A secret may begin or end with a space.
        kind.Fields.ToDictionary(field => field.Name, field => field.IsSecret ? sent[Prefix + field.Name].ToString() : sent[Prefix + field.Name].ToString().Trim()));

    /// <summary>The form again with what was sent, without the secrets.</summary>
    public CredentialForm Refused(CredentialDetails sent, IReadOnlyList<CredentialProblem> problems) => new()
    {
        Kind = Kind,
        Name = Stored?.Name ?? sent.Name,
        Hosts = sent.Hosts,
        IsRestricted = sent.Workflows is not null,
        Chosen = sent.Workflows ?? [],
        Values = sent.Open,
        Stored = Stored,
        Workflows = Workflows,
        Problems = problems,
    };

    public string? ProblemOf(string field) => Problems.FirstOrDefault(problem => problem.Field == field)?.Message;
}
