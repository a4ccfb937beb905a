using HtmxFlows.Data;
using HtmxFlows.Nodes;
using HtmxFlows.Runs;
using HtmxFlows.Tests.Web;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace HtmxFlows.Tests.Runs;

public sealed class NodeExecutorTests
{
    [Theory]
    [InlineData(true, RunStatus.Completed)]
    [InlineData(false, RunStatus.Failed)]
    public async Task A_node_that_reads_fails_by_its_own_failure_and_not_when_the_database_is_unavailable(bool isUnavailable, RunStatus expected)
    {
        var type = new ReadingNode(isUnavailable ? new DatabaseUnavailableException(DatabaseTrouble.Unreachable, new IOException()) : new InvalidOperationException());
        await using var app = new App { Configure = host => host.ConfigureServices(services => services.AddSingleton<NodeType>(type)) };

        var run = await app.RunToEnd(await app.Make("Reads", [App.Node("a", "reading", new { })]));

        Assert.Equal(expected, RunState.Of(run, app.Get<Journal>().Read(run)).Status);
    }

    /// <summary>Cannot read the first time.</summary>
    sealed class ReadingNode(Exception failure) : NodeType<ReadingNode.Configuration>
    {
        int reads;

        public sealed record Configuration;

        public override string Name => "reading";
        public override string Title => "Reading";
        public override NodeCategory Category => NodeCategory.Storage;
        public override string Summary => "Reads.";
        public override IReadOnlyList<NodeExample> Examples { get; } = [new("An example", "{}")];

        protected override ValueTask<NodeOutcome> Execute(Configuration configuration, NodeContext context, CancellationToken cancellation) =>
            new(new NodeOutcome.Reading(_ => reads++ == 0 ? throw failure : Json.Null));
    }
}
