using Dapper;
using HtmxFlows.Data;
using HtmxFlows.Keys;

namespace HtmxFlows.Accounts;

/// <summary>The authenticator apps of users, and the recovery codes that replace them. The secret of an app is sealed; codes are stored as hashes.</summary>
public sealed class SecondFactors(IDatabase database, SealedValues values, Users users, TimeProvider time)
{
    const string Kind = "second-factor";

    /// <summary>Adds an app that shows the right code, or replaces the earlier one.</summary>
    public async Task<SecondFactorOutcome> Set(User user, AppSecret secret, string code, Actor actor)
    {
        var now = time.GetUtcNow();
        if (secret.StepOf(Trimmed(code), now) is not { } step)
            return new SecondFactorOutcome.Refused([new("code", "This is not the code of the moment. Check the clock of your device, and enter the code that the app shows now.")]);
        var value = values.Seal(Ids.New(now), Kind, version: 1, secret.Value);
        var codes = NewCodes();
        await database.Write(
            writer =>
            {
                Delete(writer, user.Id);
                SealedValues.Put(writer, value);
                writer.Connection.Execute("INSERT INTO second_factors (user_id, secret_id, step, created_at) VALUES (@user, @secret, @step, @now)", new { user = user.Id, secret = value.Id, step, now });
                Put(writer, user.Id, codes);
                AuditLog.Write(writer, actor, AuditAction.SecondFactorSet, new(user.Id, user.Name), now);
                return true;
            },
            _ => users.Announce(user.Id));
        return new SecondFactorOutcome.Saved(codes);
    }

    /// <summary>Makes new recovery codes; the earlier ones no longer work.</summary>
    public async Task<SecondFactorOutcome> RenewCodes(User user, Actor actor)
    {
        var codes = NewCodes();
        var isSaved = await database.Write(writer =>
        {
            if (!writer.Connection.ExecuteScalar<bool>("SELECT EXISTS (SELECT 1 FROM second_factors WHERE user_id = @Id)", new { user.Id }))
                return false;
            writer.Connection.Execute("DELETE FROM recovery_codes WHERE user_id = @Id", new { user.Id });
            Put(writer, user.Id, codes);
            AuditLog.Write(writer, actor, AuditAction.RecoveryCodesRenewed, new(user.Id, user.Name), time.GetUtcNow());
            return true;
        });
        return isSaved ? new SecondFactorOutcome.Saved(codes) : new SecondFactorOutcome.Refused([new("code", "There is no authenticator app. Add one first.")]);
    }

    /// <summary>Removes the app and the codes of a user, whose sessions but one end.</summary>
    /// <param name="kept">The session that stays; null ends all.</param>
    /// <returns>False if the user has no app.</returns>
    public Task<bool> Remove(User user, Guid? kept, Actor actor) => database.Write(
        writer =>
        {
            if (!Delete(writer, user.Id))
                return false;
            writer.Connection.Execute("DELETE FROM sessions WHERE user_id = @Id AND (@kept IS NULL OR id <> @kept)", new { user.Id, kept });
            AuditLog.Write(writer, actor, AuditAction.SecondFactorRemoved, new(user.Id, user.Name), time.GetUtcNow());
            return true;
        },
        _ => users.Announce(user.Id));

    /// <summary>How many recovery codes a user has left.</summary>
    public int CountCodes(Guid user) => database.Read(connection => connection.ExecuteScalar<int>("SELECT count(*) FROM recovery_codes WHERE user_id = @user", new { user }));

    /// <summary>Uses a code up: one of the app, or a recovery code.</summary>
    /// <returns>False if it is neither, or was used before.</returns>
    public Task<bool> Use(User user, string code, string address)
    {
        var now = time.GetUtcNow();
        var text = Trimmed(code);
        return database.Write(writer =>
        {
            if (writer.Connection.QuerySingleOrDefault<Row>("SELECT secret_id, step FROM second_factors WHERE user_id = @Id", new { user.Id }) is not { } row)
                return false;
            if (SealedValues.Find(writer.Connection, row.SecretId) is { } value && AppSecret.Of(values.Open(value)).StepOf(text, now) is { } step)
                return step > row.Step && writer.Connection.Execute("UPDATE second_factors SET step = @step WHERE user_id = @Id", new { step, user.Id }) > 0;
            if (writer.Connection.Execute("DELETE FROM recovery_codes WHERE user_id = @Id AND hash = @hash", new { user.Id, hash = RecoveryCode.Hash(text) }) == 0)
                return false;
            AuditLog.Write(writer, new Actor.Person(user, Guid.Empty) { Address = address }, AuditAction.RecoveryCodeUsed, new(user.Id, user.Name), now);
            return true;
        });
    }

    static bool Delete(DatabaseWriter writer, Guid user)
    {
        var secrets = writer.Connection.Query<Guid>("SELECT secret_id FROM second_factors WHERE user_id = @user", new { user }).AsList();
        writer.Connection.Execute("DELETE FROM second_factors WHERE user_id = @user", new { user });
        foreach (var secret in secrets)
            SealedValues.Remove(writer, secret);
        return secrets.Count > 0;
    }

    static void Put(DatabaseWriter writer, Guid user, IEnumerable<string> codes)
    {
        foreach (var code in codes)
            writer.Connection.Execute("INSERT INTO recovery_codes (user_id, hash) VALUES (@user, @hash)", new { user, hash = RecoveryCode.Hash(code) });
    }

    static string[] NewCodes() => [.. Enumerable.Range(0, RecoveryCode.Count).Select(_ => RecoveryCode.New())];

    /// <summary>Apps show codes in groups.</summary>
    static string Trimmed(string code) => string.Concat(code.Where(letter => !char.IsWhiteSpace(letter)));

    sealed record Row
    {
        public required Guid SecretId { get; init; }

        public required long Step { get; init; }
    }
}
