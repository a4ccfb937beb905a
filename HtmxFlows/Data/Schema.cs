using System.Data.Common;
using System.Globalization;
using System.Text.RegularExpressions;
using Dapper;

namespace HtmxFlows.Data;

/// <summary>
/// The tables. <c>schema.sql</c> makes those of a new database. Numbered migrations bring an older database to the same tables, each once, in
/// order and in a transaction of its own.
/// </summary>
static partial class Schema
{
    /// <summary>The version that <c>schema.sql</c> and the last migration lead to.</summary>
    public static int Version => Migrations.Value[^1].Version;

    static readonly Lazy<IReadOnlyList<(int Version, string Resource)>> Migrations = new(() => [.. typeof(Schema).Assembly.GetManifestResourceNames()
        .Select(name => Name().Match(name)).Where(match => match.Success).Select(match => (int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture), match.Value)).Order()]);

    /// <exception cref="SettingException">The database belongs to a newer version of the program; nothing was changed.</exception>
    public static void Apply(DbConnection connection, Dialect dialect)
    {
        if (!connection.ExecuteScalar<bool>(dialect.TableExists, new { table = "schema_version" }))
        {
            Execute(connection, Read("schema.sql"));
            return;
        }
        var found = connection.ExecuteScalar<int>("SELECT max(version) FROM schema_version");
        if (found > Version)
            throw new SettingException(string.Create(CultureInfo.InvariantCulture,
                $"The database has schema version {found}, and this program knows version {Version}. Start the program that made it, or choose another folder with HtmxFlows:Data."));
        foreach (var (version, resource) in Migrations.Value.Where(migration => migration.Version > found))
            Execute(connection, string.Create(CultureInfo.InvariantCulture, $"{Read(resource)}\nINSERT INTO schema_version (version) VALUES ({version});"));
    }

    static void Execute(DbConnection connection, string sql)
    {
        using var transaction = connection.BeginTransaction();
        connection.Execute(sql, transaction: transaction);
        transaction.Commit();
    }

    static string Read(string resource)
    {
        using var reader = new StreamReader(typeof(Schema).Assembly.GetManifestResourceStream(resource)!);
        return reader.ReadToEnd();
    }

    /// <summary>The name of a migration: the version that it leads to, and what it is for.</summary>
    [GeneratedRegex(@"^Migrations/(\d{4})-[a-z-]+\.sql$")]
    private static partial Regex Name();
}
