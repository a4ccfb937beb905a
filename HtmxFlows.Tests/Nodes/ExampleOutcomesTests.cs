using HtmxFlows.Nodes;
using HtmxFlows.Scripts;

namespace HtmxFlows.Tests.Nodes;

public sealed class ExampleOutcomesTests
{
    readonly ExampleOutcomes outcomes = new(TimeProvider.System, new());

    [Fact]
    public async Task An_outcome_of_a_script_is_made_once()
    {
        using var workers = new ScriptWorkers(new());
        var code = new CodeNode(workers);
        var outcome = await outcomes.Of(code, code.Examples[0], TestContext.Current.CancellationToken);
        workers.Dispose();

        Assert.IsType<NodeOutcome.Completed>(outcome);
        Assert.Same(outcome, await outcomes.Of(code, code.Examples[0], TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task An_example_that_takes_too_long_has_no_outcome_and_is_tried_again()
    {
        using var workers = new ScriptWorkers(new());
        var code = new CodeNode(workers);

        Assert.Null(await outcomes.Of(code, code.Examples[0], new(canceled: true)));
        Assert.IsType<NodeOutcome.Completed>(await outcomes.Of(code, code.Examples[0], TestContext.Current.CancellationToken));
    }
}
