using System.Text.Json;
using HtmxFlows.Data;
using HtmxFlows.Nodes;
using HtmxFlows.Runs;
using HtmxFlows.Tests.Web;
using Microsoft.Extensions.DependencyInjection;

namespace HtmxFlows.Tests.Runs;

public sealed class NodeExecutorTests
{
    [Theory]
    [InlineData(true, true, RunStatus.Completed)]
    [InlineData(true, false, RunStatus.Completed)]
    [InlineData(false, true, RunStatus.Failed)]
    [InlineData(false, false, RunStatus.Failed)]
    public async Task A_node_fails_by_its_own_failure_and_not_when_the_database_is_unavailable(bool isUnavailable, bool isReading, RunStatus expected)
    {
        Exception failure = isUnavailable ? new DatabaseUnavailableException(DatabaseTrouble.Unreachable, new IOException()) : new InvalidOperationException();
        var type = new ReadingNode(failure, isReading);
        await using var app = new App { Configure = host => host.ConfigureServices(services => services.AddSingleton<NodeType>(type)) };

        var run = await app.RunToEnd(await app.Make("Reads", [App.Node("pause", "wait", new { seconds = "0.01" }), App.Node("a", "reading", new { })], "pause→a"));

        Assert.Equal(expected, RunState.Of(run, app.Get<Journal>().Read(run)).Status);
    }

    /// <summary>Cannot read the first time.</summary>
    /// <param name="isReading">Whether it leaves the reading to the engine; it may also read while it is executed, as models do.</param>
    sealed class ReadingNode(Exception failure, bool isReading) : NodeType<ReadingNode.Configuration>
    {
        int reads;

        public sealed record Configuration;

        public override string Name => "reading";
        public override string Title => "Reading";
        public override NodeCategory Category => NodeCategory.Storage;
        public override string Summary => "Reads.";
        public override IReadOnlyList<NodeExample> Examples { get; } = [new("An example", "{}")];

        protected override ValueTask<NodeOutcome> Execute(Configuration configuration, NodeContext context, CancellationToken cancellation) =>
            new(isReading ? new NodeOutcome.Reading(_ => Read()) : new NodeOutcome.Completed(Read()));

        JsonElement Read() => reads++ == 0 ? throw failure : Json.Null;
    }
}
