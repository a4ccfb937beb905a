using Dapper;
using HtmxFlows.Runs;

namespace HtmxFlows.Tests.Runs;

public sealed class RunStoreTests : IDisposable
{
    static readonly Guid Some = Guid.CreateVersion7();

    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    public static TheoryData<bool, RunStatus?, bool> Filters => new(
        from workflow in new[] { false, true }
        from status in new RunStatus?[] { null, RunStatus.Running, RunStatus.Failed }
        from parent in new[] { false, true }
        select new TheoryDataRow<bool, RunStatus?, bool>(workflow, status, parent));

    [Theory, MemberData(nameof(Filters))]
    public void Every_filter_of_the_list_reads_by_an_index_that_has_the_order_too(bool workflow, RunStatus? status, bool parent)
    {
        using var database = folder.Open();
        var query = RunStore.ListQuery(workflow ? Some : null, status, parent ? Some : null);
        string[] steps = [.. database.Read(connection => connection.Query<(int, int, int, string Detail)>($"EXPLAIN QUERY PLAN {query}",
            new { workflow = Some, status = "running", parent = Some, take = 1, skip = 0 })).Select(step => step.Detail)];
        Assert.DoesNotContain(steps, step => step.StartsWith("SCAN", StringComparison.Ordinal) || step.Contains("TEMP B-TREE", StringComparison.Ordinal));
        var runs = Assert.Single(steps, step => step.StartsWith("SEARCH r ", StringComparison.Ordinal));
        // A run has few children, so that these need no index of their own by workflow.
        Assert.Equal(status is not null, runs.Contains("status=?", StringComparison.Ordinal));
        Assert.Equal(workflow && !parent, runs.Contains("workflow_id=?", StringComparison.Ordinal));
    }
}
