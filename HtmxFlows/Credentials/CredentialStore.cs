using System.Collections.Concurrent;
using Dapper;
using HtmxFlows.Accounts;
using HtmxFlows.Data;
using HtmxFlows.Keys;

namespace HtmxFlows.Credentials;

/// <summary>The stored credentials. Their secrets are sealed, and only <see cref="CredentialSource"/> gets them.</summary>
public sealed class CredentialStore
{
    /// <summary>The most credentials of a server: all of them are looked for in everything that is masked.</summary>
    public const int Most = 200;

    static readonly TimeSpan BetweenUses = TimeSpan.FromMinutes(5);

    readonly IDatabase database;
    readonly SealedValues values;
    readonly CredentialSource source;
    readonly TimeProvider time;
    readonly Lock loading = new();
    readonly ConcurrentDictionary<Guid, DateTimeOffset> used = [];

    public CredentialStore(IDatabase database, SealedValues values, CredentialSource source, TimeProvider time)
    {
        (this.database, this.values, this.source, this.time) = (database, values, source, time);
        source.Sent += Use;
        source.Keep = (credential, tokens) => Keep(credential.Id, null, tokens, Actor.System);
    }

    /// <summary>Gives the source all credentials. Called at the start, and by each change.</summary>
    public void Load() => source.Use(database.Read(connection => CredentialRows.List(connection).Select(found => CredentialRows.Open(connection, values, found.Row, found.Credential)).ToArray()));

    /// <summary>All credentials, by their names.</summary>
    public IReadOnlyList<Credential> List() => database.Read(connection => CredentialRows.List(connection).Select(found => found.Credential).ToArray());

    public Credential? Find(Guid id) => database.Read(connection => CredentialRows.Find(connection, id)?.Credential);

    /// <summary>Adds a credential.</summary>
    public Task<CredentialOutcome> Add(CredentialDetails details, Actor actor)
    {
        CredentialProblem[] problems = [.. details.FindProblems(null), .. source.Current.IsSetting(details.Name) ? [new("name", "A setting of this server has this name. Use another one.")] : Array.Empty<CredentialProblem>()];
        return problems.Length > 0 ? Task.FromResult<CredentialOutcome>(new CredentialOutcome.Invalid(problems)) : Write(writer =>
        {
            var connection = writer.Connection;
            if (connection.ExecuteScalar<bool>("SELECT EXISTS (SELECT 1 FROM credentials WHERE name = @Name)", new { details.Name }))
                return new CredentialOutcome.Invalid([new("name", "Another credential has this name. Use another one.")]);
            if (connection.ExecuteScalar<int>("SELECT count(*) FROM credentials") >= Most)
                return new CredentialOutcome.Invalid([new("name", $"There are {Most} credentials, the limit. Delete one first.")]);
            var now = time.GetUtcNow();
            return Put(writer, Ids.New(now), 1, now, details, details.Entered, null, actor, AuditAction.CredentialAdded);
        });
    }

    /// <summary>Changes a credential. Its name and its kind stay, and so do secrets that were not entered again.</summary>
    /// <param name="version">The version that was changed.</param>
    public Task<CredentialOutcome> Change(Guid id, int version, CredentialDetails details, Actor actor) => Write(writer =>
    {
        if (CredentialRows.Find(writer.Connection, id) is not var (row, credential))
            return new CredentialOutcome.Missing();
        if (credential.Version != version)
            return new CredentialOutcome.Conflict(credential);
        var before = CredentialRows.Open(writer.Connection, values, row, credential);
        var wanted = details with { Name = credential.Name, Kind = credential.Kind };
        if (wanted.FindProblems(before).ToArray() is { Length: > 0 } problems)
            return new CredentialOutcome.Invalid(problems);
        var secrets = before.Secrets.Where(secret => !wanted.Entered.ContainsKey(secret.Key)).Concat(wanted.Entered).ToDictionary();
        // An account belongs to the client that it was connected with.
        var tokens = row.TokensId is { } connected && credential.Kind.Fields.Any(field => field.Name is "tokenUrl" or "clientId" && wanted.Open[field.Name] != before[field.Name]) ? Disconnect(writer, connected) : row.TokensId;
        return Put(writer, id, version + 1, credential.CreatedAt, wanted, secrets, tokens, actor, AuditAction.CredentialChanged);
    });

    /// <summary>Deletes a credential with its secrets.</summary>
    /// <returns>False if there is none.</returns>
    public async Task<bool> Delete(Guid id, Actor actor) => await Write(writer =>
    {
        if (CredentialRows.Find(writer.Connection, id) is not var (row, credential))
            return new CredentialOutcome.Missing();
        if (row.TokensId is { } tokens)
            Disconnect(writer, tokens);
        SealedValues.Remove(writer, id);
        writer.Connection.Execute("DELETE FROM credentials WHERE id = @id", new { id });
        AuditLog.Write(writer, actor, AuditAction.CredentialDeleted, new(id, credential.Name), time.GetUtcNow(), new { kind = credential.Kind.Name });
        return new CredentialOutcome.Saved(credential);
    }) is CredentialOutcome.Saved;

    /// <summary>Keeps the tokens of an account.</summary>
    /// <param name="version">The version of the credential that a person connected; null for renewed tokens, which need an account that is still connected.</param>
    /// <param name="actor">The person who connected the account, or the server, which renewed them.</param>
    public Task<CredentialOutcome> Keep(Guid id, int? version, OAuthTokenSet tokens, Actor actor) => Write(writer =>
    {
        if (CredentialRows.Find(writer.Connection, id) is not var (row, credential) || (version is null ? row.TokensId is null : credential.Version != version))
            return new CredentialOutcome.Missing();
        var place = row.TokensId ?? Ids.New(time.GetUtcNow());
        var next = (SealedValues.Find(writer.Connection, place)?.Version ?? 0) + 1;
        SealedValues.Put(writer, values.Seal(place, CredentialRows.TokenKind, next, CredentialRows.Serialize(tokens)));
        writer.Connection.Execute("UPDATE credentials SET tokens_id = @place WHERE id = @id", new { place, id });
        AuditLog.Write(writer, actor, AuditAction.CredentialConnected, new(id, credential.Name), time.GetUtcNow());
        return new CredentialOutcome.Saved(credential);
    });

    /// <summary>Writes into the audit log that a person tried a credential.</summary>
    public Task<bool> Tested(Credential credential, string result, Actor actor) => database.Write(writer =>
    {
        AuditLog.Write(writer, actor, AuditAction.CredentialTested, new(credential.Id, credential.Name), time.GetUtcNow(), new { result });
        return true;
    });

    /// <summary>Remembers that a credential was sent, to a few minutes.</summary>
    void Use(Credential credential)
    {
        var now = time.GetUtcNow();
        if (used.TryGetValue(credential.Id, out var last) && now - last < BetweenUses)
            return;
        used[credential.Id] = now;
        _ = database.Write(writer => writer.Connection.Execute("UPDATE credentials SET used_at = @now WHERE id = @Id", new { now, credential.Id }))
            // If the database cannot be written, the run says so.
            .ContinueWith(write => write.Exception, TaskContinuationOptions.OnlyOnFaulted);
    }

    CredentialOutcome.Saved Put(
        DatabaseWriter writer, Guid id, int version, DateTimeOffset made, CredentialDetails details, IReadOnlyDictionary<string, string> secrets, Guid? tokens, Actor actor, AuditAction action)
    {
        var (connection, now, hosts) = (writer.Connection, time.GetUtcNow(), details.Kind.HostRule == HostRule.None ? HostPatterns.None : HostPatterns.Read(details.Hosts).Hosts!);
        SealedValues.Put(writer, values.Seal(id, CredentialRows.SecretKind, version, CredentialRows.Serialize(secrets)));
        connection.Execute(
            """
            INSERT INTO credentials (id, name, kind, version, hosts, is_for_all, fields, tokens_id, created_at, updated_at) VALUES (@id, @Name, @kind, @version, @hosts, @isForAll, @fields, @tokens, @made, @now)
            ON CONFLICT (id) DO UPDATE SET version = excluded.version, hosts = excluded.hosts, is_for_all = excluded.is_for_all, fields = excluded.fields, tokens_id = excluded.tokens_id, updated_at = excluded.updated_at
            """,
            new { id, details.Name, kind = details.Kind.Name, version, hosts = hosts.ToString(), isForAll = details.Workflows is null ? 1 : 0, fields = Json.From(details.Open).GetRawText(), tokens, made, now });
        connection.Execute("DELETE FROM credential_workflows WHERE credential_id = @id", new { id });
        foreach (var workflow in (details.Workflows ?? []).Distinct())
            connection.Execute("INSERT INTO credential_workflows (credential_id, workflow_id) SELECT @id, id FROM workflows WHERE id = @workflow AND deleted_at IS NULL", new { id, workflow });
        AuditLog.Write(writer, actor, action, new(id, details.Name), now,
            new { kind = details.Kind.Name, hosts = hosts.ToString(), workflows = details.Workflows, fields = details.Open, entered = details.Entered.Keys.Order(StringComparer.Ordinal) });
        return new CredentialOutcome.Saved(CredentialRows.Find(connection, id)!.Value.Credential);
    }

    static Guid? Disconnect(DatabaseWriter writer, Guid tokens)
    {
        SealedValues.Remove(writer, tokens);
        return null;
    }

    /// <summary>Changes credentials, and gives the source the new ones before the change is acknowledged.</summary>
    async Task<CredentialOutcome> Write(Func<DatabaseWriter, CredentialOutcome> change)
    {
        try
        {
            var outcome = await database.Write(change);
            if (outcome is CredentialOutcome.Saved)
            {
                // One after the other, so that an older state never replaces a newer one.
                lock (loading)
                    Load();
            }
            return outcome;
        }
        catch (SettingException error)
        {
            // The first secret needs the first server key, which could not be written.
            return new CredentialOutcome.Invalid([new("name", error.Message)]);
        }
    }
}
