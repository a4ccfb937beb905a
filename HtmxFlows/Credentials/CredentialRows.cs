using System.Data.Common;
using System.Text;
using System.Text.Json;
using Dapper;
using HtmxFlows.Data;
using HtmxFlows.Keys;

namespace HtmxFlows.Credentials;

/// <summary>The rows of credentials.</summary>
static class CredentialRows
{
    /// <summary>The kinds of sealed values.</summary>
    public const string SecretKind = "credential", TokenKind = "oauth-tokens";

    const string Columns = "SELECT id, name, kind, version, hosts, is_for_all, fields, tokens_id, created_at, updated_at, used_at FROM credentials";

    public sealed record Row
    {
        public required Guid Id { get; init; }

        public required string Name { get; init; }

        public required string Kind { get; init; }

        public required int Version { get; init; }

        public required string Hosts { get; init; }

        public required bool IsForAll { get; init; }

        public required string Fields { get; init; }

        /// <summary>The sealed tokens of an account that was connected.</summary>
        public Guid? TokensId { get; init; }

        public required DateTimeOffset CreatedAt { get; init; }

        public required DateTimeOffset UpdatedAt { get; init; }

        public DateTimeOffset? UsedAt { get; init; }
    }

    public static IReadOnlyList<(Row Row, Credential Credential)> List(DbConnection connection)
    {
        var workflows = connection.Query<(Guid Credential, Guid Workflow)>("SELECT credential_id, workflow_id FROM credential_workflows ORDER BY workflow_id").ToLookup(row => row.Credential, row => row.Workflow);
        return [.. connection.Query<Row>($"{Columns} ORDER BY name").Select(row => (row, Of(row, workflows[row.Id])))];
    }

    public static (Row Row, Credential Credential)? Find(DbConnection connection, Guid id) =>
        connection.QuerySingleOrDefault<Row>($"{Columns} WHERE id = @id", new { id }) is not { } row ? null
        : (row, Of(row, connection.Query<Guid>("SELECT workflow_id FROM credential_workflows WHERE credential_id = @id ORDER BY workflow_id", new { id })));

    /// <summary>Reads the secrets of a row. What cannot be opened is a problem of this credential alone.</summary>
    public static OpenCredential Open(DbConnection connection, SealedValues values, Row row, Credential credential)
    {
        try
        {
            var secrets = SealedValues.Find(connection, row.Id) is { } stored ? Parse<Dictionary<string, string>>(values.Open(stored)) : [];
            var tokens = row.TokensId is { } id && SealedValues.Find(connection, id) is { } issued ? Parse<OAuthTokenSet>(values.Open(issued)) : null;
            return new(credential, secrets, tokens);
        }
        catch (SealedValueException error)
        {
            return new(credential, new Dictionary<string, string>(), Problem: error.Message);
        }
    }

    public static byte[] Serialize<T>(T value) => JsonSerializer.SerializeToUtf8Bytes(value, Json.Options);

    static T Parse<T>(byte[] value) => JsonSerializer.Deserialize<T>(value, Json.Options)!;

    static Credential Of(Row row, IEnumerable<Guid> workflows) => new()
    {
        Id = row.Id,
        Name = row.Name,
        Kind = CredentialKind.Find(row.Kind)!,
        Version = row.Version,
        Hosts = HostPatterns.Read(row.Hosts).Hosts!,
        Workflows = row.IsForAll ? null : [.. workflows],
        Fields = Parse<Dictionary<string, string>>(Encoding.UTF8.GetBytes(row.Fields)),
        CreatedAt = row.CreatedAt,
        UpdatedAt = row.UpdatedAt,
        UsedAt = row.UsedAt,
    };
}
