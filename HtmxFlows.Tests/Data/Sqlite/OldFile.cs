using Dapper;
using Microsoft.Data.Sqlite;

namespace HtmxFlows.Tests.Data;

/// <summary>Database files as versions before incremental vacuum made them.</summary>
static class OldFile
{
    /// <summary>Makes a file with today's tables and a workflow with runs.</summary>
    /// <param name="runs">How many; each has about 4 kB.</param>
    public static void Make(string file, int runs = 100)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        connection.Execute($"PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; {File.ReadAllText(Path.Combine(Rules.Source.Root, "schema.sql"))}");
        connection.Execute(
            """
            BEGIN;
            INSERT INTO workflows (id, name, description, created_at) VALUES ('01900000-0000-7000-8000-000000000000', 'Old', '', '2030-01-01T00:00:00.0000000Z');
            INSERT INTO versions (workflow_id, version, status, flow, created_at) VALUES ('01900000-0000-7000-8000-000000000000', 1, 'published', '{"nodes":[]}', '2030-01-01T00:00:00.0000000Z');
            WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < @runs)
            INSERT INTO runs (id, workflow_id, version, thread_id, status, prompt, started_at, finished_at)
            SELECT printf('01900000-0000-7000-8001-%012x', i), '01900000-0000-7000-8000-000000000000', 1, printf('01900000-0000-7000-8001-%012x', i), 'completed', printf('%04000d', i), '2030-01-01T00:00:00.0000000Z', '2030-01-01T00:00:01.0000000Z' FROM c;
            COMMIT
            """, new { runs });
    }

    public static long Runs(string file) => Read(file, "SELECT count(*) FROM runs");

    /// <summary>2 once the file is converted.</summary>
    public static long AutoVacuum(string file) => Read(file, "PRAGMA auto_vacuum");

    public static long Read(string file, string query)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        return connection.ExecuteScalar<long>(query);
    }
}
