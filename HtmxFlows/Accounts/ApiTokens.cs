using System.IO.Hashing;
using System.Text;
using Dapper;
using HtmxFlows.Data;

namespace HtmxFlows.Accounts;

/// <summary>
/// Tokens with which programs use the API: <c>hf_</c>, 32 random letters and digits, and a checksum of six, by which scanners of sources and this class
/// recognise one. They expire, are shown once, and only their SHA-256 is stored.
/// </summary>
public sealed class ApiTokens : IDisposable
{
    /// <summary>The longest name, in characters, and the most tokens of a user.</summary>
    public const int LongestName = 100, MostOfUser = 100;

    /// <summary>The longest time for which a token works, in days.</summary>
    public const int MostDays = 365;

    /// <summary>How many tokens are kept in memory. Beyond it all are read again.</summary>
    public const int MostRemembered = 10_000;

    const string Prefix = "hf_", Columns = "SELECT id, user_id, name, scopes, created_at, expires_at, used_at FROM tokens";

    const int Letters = 32, Check = 6;

    static readonly TimeSpan BetweenUses = TimeSpan.FromMinutes(5);

    readonly IDatabase database;
    readonly Users users;
    readonly TimeProvider time;
    readonly Remembered<ProvenToken> remembered = new(MostRemembered);

    public ApiTokens(IDatabase database, Users users, WorkflowPeople people, TimeProvider time)
    {
        (this.database, this.users, this.time) = (database, users, time);
        users.Changed += user => remembered.Forget(known => known.User.Id == user);
        people.Changed += () => remembered.Forget(_ => true);
    }

    /// <summary>The token of a text; null if there is none, it has expired or its user is disabled.</summary>
    public ProvenToken? Find(string text)
    {
        if (!IsWellFormed(text))
            return null;
        var hash = Secret.Hash(text);
        if (remembered.Find(hash, () => Read(hash)) is not { } found || found.Token.ExpiresAt <= time.GetUtcNow())
            return null;
        if (time.GetUtcNow() - found.UsedAt >= BetweenUses)
            Use(found, time.GetUtcNow());
        return found;
    }

    /// <summary>Makes a token of a user.</summary>
    /// <param name="scopes">What it may do.</param>
    /// <param name="days">How long it works.</param>
    public async Task<TokenOutcome> Make(User user, string name, IReadOnlyList<string> scopes, int days, Actor actor)
    {
        AccountProblem[] problems = [.. FindProblems(user, name, scopes, days)];
        if (problems.Length > 0)
            return new TokenOutcome.Refused(problems);
        var (letters, now) = (Prefix + Secret.Letters(Letters), time.GetUtcNow());
        var secret = letters + ChecksumOf(letters);
        var token = new ApiToken { Id = Ids.New(now), UserId = user.Id, Name = name, Scopes = string.Join(' ', scopes.Distinct()), CreatedAt = now, ExpiresAt = now.AddDays(days) };
        return await database.Write(writer =>
        {
            writer.Connection.Execute(
                "INSERT INTO tokens (id, hash, user_id, name, scopes, created_at, expires_at) VALUES (@Id, @hash, @UserId, @Name, @Scopes, @CreatedAt, @ExpiresAt)",
                new { token.Id, hash = Secret.Hash(secret), token.UserId, token.Name, token.Scopes, token.CreatedAt, token.ExpiresAt });
            AuditLog.Write(writer, actor, AuditAction.TokenMade, new(token.Id, name), now, new { scopes = token.Scopes, days });
            return new TokenOutcome.Made(token, secret);
        });
    }

    /// <summary>The tokens of a user, newest first, those that have expired included.</summary>
    public IReadOnlyList<ApiToken> Of(Guid user) => database.Read(connection => connection.Query<ApiToken>($"{Columns} WHERE user_id = @user ORDER BY id DESC", new { user }).AsList());

    /// <summary>Revokes a token of a user.</summary>
    /// <returns>False if the user has no such token.</returns>
    public Task<bool> Revoke(Guid user, Guid id, Actor actor) => database.Write(
        writer =>
        {
            if (writer.Connection.QuerySingleOrDefault<string>("DELETE FROM tokens WHERE id = @id AND user_id = @user RETURNING name", new { id, user }) is not { } name)
                return false;
            AuditLog.Write(writer, actor, AuditAction.TokenRevoked, new(id, name), time.GetUtcNow());
            return true;
        },
        _ => remembered.Forget(known => known.Token.Id == id));

    public void Dispose() => remembered.Dispose();

    IEnumerable<AccountProblem> FindProblems(User user, string name, IReadOnlyList<string> scopes, int days)
    {
        if (string.IsNullOrWhiteSpace(name) || name.Length > LongestName)
            yield return new("name", $"Enter a name of at most {LongestName} characters.");
        if (scopes.Count == 0 || scopes.FirstOrDefault(scope => !TokenScope.IsKnown(scope)) is not null)
            yield return new("scopes", $"Choose at least one of {string.Join(", ", TokenScope.All)}, or runs:start:ID for one workflow.");
        if (days is < 1 or > MostDays)
            yield return new("days", $"A token works for 1 to {MostDays} days.");
        if (Of(user.Id).Count >= MostOfUser)
            yield return new("name", $"You have {MostOfUser} tokens, the limit. Revoke one first.");
    }

    static bool IsWellFormed(string text) => text.Length == Prefix.Length + Letters + Check && text.StartsWith(Prefix, StringComparison.Ordinal) && text[^Check..] == ChecksumOf(text[..^Check]);

    /// <summary>Six letters that tell a mistyped token from an unknown one. They protect nothing.</summary>
    static string ChecksumOf(string text)
    {
        var rest = Crc32.HashToUInt32(Encoding.ASCII.GetBytes(text));
        var check = new char[Check];
        for (var i = 0; i < Check; i++, rest /= (uint)Secret.Alphabet.Length)
            check[i] = Secret.Alphabet[(int)(rest % Secret.Alphabet.Length)];
        return new(check);
    }

    ProvenToken? Read(string hash)
    {
        var token = database.Read(connection => connection.QuerySingleOrDefault<ApiToken>($"{Columns} WHERE hash = @hash", new { hash }));
        return token is not null && users.Find(token.UserId) is { IsDisabled: false } user ? new(token, user) : null;
    }

    void Use(ProvenToken found, DateTimeOffset now)
    {
        found.UsedAt = now;
        _ = database.Write(writer => writer.Connection.Execute("UPDATE tokens SET used_at = @now WHERE id = @Id", new { now, found.Token.Id }))
            // If the database cannot be written, the request says so where it matters.
            .ContinueWith(write => write.Exception, TaskContinuationOptions.OnlyOnFaulted);
    }
}
