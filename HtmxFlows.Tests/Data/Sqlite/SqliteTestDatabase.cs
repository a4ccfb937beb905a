using HtmxFlows.Data;

namespace HtmxFlows.Tests.Data;

/// <summary>An SQLite file in a folder of its own.</summary>
sealed class SqliteTestDatabase : TestDatabase
{
    readonly TemporaryFolder folder = new();

    public override IDatabase Open() => folder.Open();

    public override ValueTask DisposeAsync() => folder.DisposeAsync();

    public override string Refuse(string change) => $"CREATE TRIGGER refuse BEFORE {change} BEGIN SELECT RAISE(ABORT, 'refused'); END";

    public override string Allow(string change) => "DROP TRIGGER refuse";
}
