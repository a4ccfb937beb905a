using HtmxFlows.Data;
using HtmxFlows.Runs;
using HtmxFlows.Tests.Data;
using HtmxFlows.Tests.Workflows;
using HtmxFlows.Workflows;

namespace HtmxFlows.Tests.Runs;

/// <summary>A contract whose tests append the events of runs without an engine.</summary>
public abstract class RunRows(TestDatabase place) : StoreContract(place)
{
    Journal? journal;

    private protected Guid Workflow { get; private set; }

    private protected Journal Journal => journal ??= new(Database);

    private protected RunStore Store => new(Database);

    public override async ValueTask InitializeAsync() => Workflow = await Create("Name");

    private protected async Task<Guid> Create(string name) =>
        (await Get<WorkflowStore>().Create(new(name, "", Flows.Of("""a template {"template": "x"}""")))).Id();

    /// <summary>A new run, whose id is later than those before.</summary>
    private protected RunState New()
    {
        Time.Advance(TimeSpan.FromMilliseconds(1));
        return new(Ids.New(Time.GetUtcNow()));
    }

    /// <summary>Starts a new run and appends further events to its journal.</summary>
    private protected Task<RunState> Begin(params IReadOnlyList<RunEvent> events) => Begin("", null, events);

    private protected Task<RunState> Begin(string prompt, Guid? thread, params IReadOnlyList<RunEvent> events)
    {
        var run = New();
        return Append(run, [new WorkflowStarted(Workflow, 1, thread ?? run.Id, RunTrigger.Api, prompt), .. events]);
    }

    /// <summary>Starts a run that another one called.</summary>
    private protected Task<RunState> Call(RunState parent, params IReadOnlyList<RunEvent> events)
    {
        var run = New();
        var link = new RunParent(parent.Id, "a", (parent.Parent?.Depth ?? 0) + 1, parent.Parent?.Top);
        return Append(run, [new WorkflowStarted(Workflow, 1, run.Id, RunTrigger.Call, "", Parent: link), .. events]);
    }

    /// <summary>Numbers events and appends them to a run's journal.</summary>
    private protected async Task<RunState> Append(RunState run, IReadOnlyList<RunEvent> events, DateTimeOffset? suspendedUntil = null)
    {
        List<RunEvent> numbered = [];
        foreach (var next in events)
        {
            numbered.Add(next with { Seq = run.LastSeq + 1, At = Time.GetUtcNow() });
            run = run.Apply(numbered[^1]);
        }
        await Journal.Append(run, numbered, suspendedUntil);
        return run;
    }

    /// <summary>The events by which a node waits until a moment.</summary>
    private protected static RunEvent[] Waiting(DateTimeOffset? until) => [new NodeStarted("a", 1), new NodeWaiting("a", until, Json.Null)];

    private protected static RunEvent[] Completed(string result = "x") =>
        [new NodeStarted("a", 1), new NodeCompleted("a", Json.Text(result)), new WorkflowCompleted(Json.Text(result))];
}
