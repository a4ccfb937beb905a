using HtmxFlows.Credentials;

namespace HtmxFlows.Tests.Credentials;

/// <summary>Credentials for tests.</summary>
static class Samples
{
    /// <summary>What a person enters for a credential.</summary>
    /// <param name="fields">Names and values, in turns; of a name that is there twice, the last.</param>
    public static CredentialDetails Details(string name, string kind, string hosts, params string[] fields) =>
        new(name, CredentialKind.Find(kind)!, hosts, null, fields.Chunk(2).GroupBy(pair => pair[0]).ToDictionary(pairs => pairs.Key, pairs => pairs.Last()[1]));

    /// <summary>A credential that is open.</summary>
    /// <inheritdoc cref="Details" path="/param"/>
    public static OpenCredential Open(string name, string kind, string hosts, params string[] fields)
    {
        var details = Details(name, kind, hosts, fields);
        return new(new()
        {
            Id = Guid.NewGuid(),
            Name = name,
            Kind = details.Kind,
            Version = 1,
            Hosts = HostPatterns.Read(hosts).Hosts!,
            Workflows = null,
            Fields = details.Open,
            CreatedAt = default,
            UpdatedAt = default,
        }, details.Entered);
    }

    /// <summary>A source of open credentials.</summary>
    public static CredentialSource Source(params OpenCredential[] credentials)
    {
        var source = new CredentialSource(Secrets.None);
        source.Use(credentials);
        return source;
    }
}
