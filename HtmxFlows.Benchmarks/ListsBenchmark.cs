using System.Globalization;
using HtmxFlows.Data;

namespace HtmxFlows.Benchmarks;

/// <summary>The lists with many workflows and runs stored: from the request to the first byte of the page.</summary>
static class ListsBenchmark
{
    const int Workflows = 1000, RunsStored = 1_000_000, Repeats = 20;
    const double MostMilliseconds = 50;

    const string Flow = """{"nodes": [{"id": "say", "type": "template", "data": {"label": "Say", "template": "Hello {{prompt}}"}}], "edges": []}""";

    // The first run starts here, and each further one 20 ms later. Ids begin with the time, as those of the app do.
    const string Ids = "printf('%08x-%04x-7000-8000-%012x', (1764000000000 + i * 20) >> 16, (1764000000000 + i * 20) & 65535, i)";
    const string Times = "strftime('%Y-%m-%dT%H:%M:%fZ', (1764000000000 + i * 20) / 1000.0, 'unixepoch')";

    public static async Task Run(Report report)
    {
        using var scratch = new Scratch();
        var workflow = Fill(scratch.File("htmxflows.db"));
        report.Note(string.Create(CultureInfo.InvariantCulture, $"{Workflows:N0} workflows, {RunsStored:N0} runs"));
        await using var server = await ServerProcess.StartApp(scratch.Path, isHooked: false);
        using var http = new HttpClient { BaseAddress = server.Address };
        foreach (var address in new[]
        {
            "/", "/?q=99", "/?sort=Name", "/?sort=LastChange", "/runs", "/runs?status=failed", "/runs?status=running", "/runs?trigger=retry", "/runs?trigger=form&status=failed",
            $"/runs?workflow={workflow}&status=failed", $"/runs?workflow={workflow}&trigger=form", "/runs?q=nothing+like+it", "/runs?after=2025-11-24T18:00&status=failed",
            "/runs?subruns=true", "/inbox", "/search?q=nothing+like+it", $"/workflows/{workflow}", $"/workflows/{workflow}/runs", $"/workflows/{workflow}/api", "/files", "/api/runs?q=nothing+like+it",
        })
            await Measure(report, http, address, address.Replace($"{workflow}", "…", StringComparison.Ordinal));
    }

    static async Task Measure(Report report, HttpClient http, string address, string name)
    {
        var took = await Samples.Of(Repeats, async () =>
        {
            using var answer = await http.GetAsync(address, HttpCompletionOption.ResponseHeadersRead);
            answer.EnsureSuccessStatusCode();
        });
        report.AtMost($"{name}, median", took.Median, "ms", MostMilliseconds);
    }

    /// <returns>The id of one of the workflows.</returns>
    static Guid Fill(string file)
    {
        using var database = new SqliteDatabase(file);
        return database.Write(writer =>
        {
            Insert(writer, Workflows, "INSERT INTO workflows (id, name, description, created_at) SELECT {0}, 'Workflow ' || i, 'Says hello.', {1} FROM n");
            writer.Execute("INSERT INTO versions (workflow_id, version, status, flow, created_at) SELECT id, 1, 'published', $0, created_at FROM workflows", Flow);
            Insert(writer, RunsStored,
                """
                INSERT INTO runs (id, workflow_id, version, thread_id, status, prompt, started_at, finished_at, trigger_kind)
                SELECT {0}, w.id, 1, {0}, CASE i % 20 WHEN 7 THEN 'failed' WHEN 13 THEN 'cancelled' ELSE 'completed' END, 'order ' || i || ', please', {1}, {1},
                  CASE i % 7 WHEN 0 THEN 'form' WHEN 1 THEN 'retry' ELSE 'api' END
                FROM n JOIN (SELECT id, row_number() OVER (ORDER BY id) - 1 AS number FROM workflows) w ON w.number = i * 7919 % 1000
                """);
            return Guid.Parse(writer.Read(connection => Dapper.SqlMapper.ExecuteScalar<string>(connection, "SELECT id FROM workflows WHERE name = 'Workflow 500'"))!);
        }).GetAwaiter().GetResult();
    }

    static void Insert(DatabaseWriter writer, int count, string insert) => writer.Execute(
        $"WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < {count - 1}) {string.Format(CultureInfo.InvariantCulture, insert, Ids, Times)}");
}
