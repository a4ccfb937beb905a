namespace HtmxFlows.Data;

/// <summary>SQLite's own SQL.</summary>
sealed class SqliteDialect : Dialect
{
    public override string TableExists => "SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = @table)";

    public override string TextsIn(string list) => $"SELECT value FROM json_each({list})";
}
