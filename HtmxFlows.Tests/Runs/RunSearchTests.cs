using Dapper;
using HtmxFlows.Data;
using HtmxFlows.Runs;

namespace HtmxFlows.Tests.Runs;

public sealed class RunSearchTests : IDisposable
{
    static readonly Guid Some = Guid.CreateVersion7();

    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    public static TheoryData<bool, bool, bool, bool, bool> Filters => new(
        from workflow in new[] { false, true }
        from status in new[] { false, true }
        from trigger in new[] { false, true }
        from text in new[] { false, true }
        from isNewestFirst in new[] { false, true }
        select new TheoryDataRow<bool, bool, bool, bool, bool>(workflow, status, trigger, text, isNewestFirst));

    [Theory, MemberData(nameof(Filters))]
    public void A_page_reads_runs_by_an_index_that_has_the_order_too_and_no_more_than_its_limit(bool workflow, bool status, bool trigger, bool text, bool isNewestFirst)
    {
        using var database = folder.Open();
        var filter = new RunFilter { Workflow = workflow ? Some : null, Status = status ? RunStatus.Failed : null, Trigger = trigger ? RunTrigger.Api : null, Text = text ? "x" : null };

        // The inner query, which alone reads more than a page.
        var inner = Explain(database, new RunSearch(database).LastQuery(filter, isNewestFirst));

        var step = Assert.Single(inner);
        Assert.StartsWith("SEARCH r USING COVERING INDEX", step, StringComparison.Ordinal);
        Assert.Equal(workflow, step.Contains("workflow_id=?", StringComparison.Ordinal));
        Assert.Equal(trigger && !workflow, step.Contains("trigger_kind=?", StringComparison.Ordinal));
        Assert.Equal(status && (workflow || !trigger), step.Contains("status=?", StringComparison.Ordinal));
        Assert.DoesNotContain(Explain(database, new RunSearch(database).PageQuery(filter, isNewestFirst)), outer => outer.StartsWith("SCAN r", StringComparison.Ordinal) || outer.StartsWith("SCAN w", StringComparison.Ordinal));
    }

    static string[] Explain(IDatabase database, string query) => [.. database.Read(connection => connection.Query<(int, int, int, string Detail)>($"EXPLAIN QUERY PLAN {query}", new
    {
        workflow = Some, status = "failed", trigger = "api", pattern = "%x%", after = Guid.Empty, before = Some, most = 10, take = 5,
    })).Select(step => step.Detail)];
}
