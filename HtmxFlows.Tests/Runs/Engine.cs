using System.Collections.Concurrent;
using HtmxFlows.Credentials;
using HtmxFlows.Data;
using HtmxFlows.Files;
using HtmxFlows.Nodes;
using HtmxFlows.Runs;
using HtmxFlows.Tests.Nodes;
using HtmxFlows.Tests.Workflows;
using HtmxFlows.Workflows;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace HtmxFlows.Tests.Runs;

/// <summary>Everything that runs workflows, over a real database file and a clock that the test moves, without a host.</summary>
sealed class Engine : IAsyncDisposable
{
    readonly TemporaryFolder folder;
    readonly CancellationTokenSource stop = new();
    readonly Task scheduling;
    readonly ServiceProvider services;
    readonly RunLimits? limits;
    readonly NodeLimits? nodeLimits;
    readonly ModelOptions? model;
    readonly FileLimits? files;
    readonly ILogger<EngineLog>? logger;
    readonly ConcurrentDictionary<Guid, int> commits = [];
    readonly TaskCompletionSource recovered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    bool hasCrashed;
    event Action? Changed;

    Engine(TemporaryFolder folder, DateTimeOffset? now, RunLimits? limits, NodeLimits? nodeLimits, ModelOptions? model, Action<Guid, IReadOnlyList<RunEvent>>? committed = null, ILogger<EngineLog>? logger = null, Task? ready = null, FileLimits? files = null)
    {
        (this.folder, this.limits, this.nodeLimits, this.model, this.logger, this.files) = (folder, limits, nodeLimits, model, logger, files);
        if (now is { } later)
            Time.AdvanceTo(later);
        Database = folder.Open();
        services = new ServiceCollection()
            .AddSingleton<TimeProvider>(Time).AddSingleton(Database)
            .AddSingleton(NodeTypes.Make(Time, model, Credentials)).AddWorkflows()
            .AddSingleton(new FileStore(Database, Path.Combine(folder.Path, FileSetup.Folder), files ?? new(), Time))
            .AddSingleton(nodeLimits ?? new())
            .AddSingleton(Credentials)
            .AddRuns(new ConfigurationBuilder().Build())
            .AddSingleton(limits ?? new() { StopSeconds = 0 })
            .AddSingleton(logger ?? NullLogger<EngineLog>.Instance)
            .BuildServiceProvider();
        Journal.Committed += committed;
        Journal.Committed += (run, _) =>
        {
            commits.AddOrUpdate(run, 1, (_, count) => count + 1);
            Changed?.Invoke();
        };
        services.GetRequiredService<RunProgress>().Reported += (_, _, progress) => Progress.Enqueue(progress);
        Deletion = new(Workflows, Database, new(Database, Time, NullLogger<BackgroundRemoval>.Instance));
        scheduling = Task.Run(() => Schedule(ready ?? Task.CompletedTask));
    }

    public ManualTime Time { get; } = new();

    /// <summary>The progress of nodes, as viewers see it.</summary>
    public ConcurrentQueue<NodeProgress> Progress { get; } = [];

    public IDatabase Database { get; }
    public CredentialSource Credentials { get; } = new(Secrets.None);
    public WorkflowStore Workflows => services.GetRequiredService<WorkflowStore>();
    public Journal Journal => services.GetRequiredService<Journal>();
    public RunStore Store => services.GetRequiredService<RunStore>();
    public ApprovalAddresses Approvals => services.GetRequiredService<ApprovalAddresses>();
    public RunRecovery Recovery => services.GetRequiredService<RunRecovery>();
    public RunSupervisor Runs => services.GetRequiredService<RunSupervisor>();
    public RunScheduler Scheduler => services.GetRequiredService<RunScheduler>();
    public WorkflowDeletion Deletion { get; }
    public string Folder => folder.Path;
    public FileStore Files => services.GetRequiredService<FileStore>();

    /// <summary>Completes when the runs that the earlier engine left unfinished are known.</summary>
    public Task Recovered => recovered.Task.Soon();

    async Task Schedule(Task ready)
    {
        await ready.WaitAsync(stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Runs.Recover();
        recovered.SetResult();
        await Runs.ResumeInterrupted(stop.Token);
        await Task.WhenAll(Scheduler.Run(stop.Token), Deletion.Run(stop.Token));
    }

    /// <param name="ready">When the engine may read what an earlier one left unfinished; null is at once.</param>
    public static Engine Start(RunLimits? limits = null, NodeLimits? nodeLimits = null, ModelOptions? model = null, ILogger<EngineLog>? logger = null, Task? ready = null, FileLimits? files = null) =>
        new(new(), null, limits, nodeLimits, model, logger: logger, ready: ready, files: files);

    /// <summary>Stops, and starts again over the same file; unfinished runs resume.</summary>
    /// <param name="committed">Called with the commits of the new engine, from the first one on.</param>
    public async Task<Engine> Restart(Action<Guid, IReadOnlyList<RunEvent>>? committed = null)
    {
        await stop.CancelAsync();
        await scheduling.Soon();
        await Runs.Stop();
        await Recovery.End();
        return Crash(committed);
    }

    /// <summary>Closes the file of this engine without stopping anything, and starts another engine over it.</summary>
    /// <inheritdoc cref="Restart" path="/param"/>
    public Engine Crash(Action<Guid, IReadOnlyList<RunEvent>>? committed = null)
    {
        hasCrashed = true;
        stop.Cancel();
        Database.Dispose();
        return new(folder, Time.GetUtcNow(), limits, nodeLimits, model, committed, logger, files: files);
    }

    /// <summary>Saves a flow (see <see cref="Flows.Of"/>) as a workflow.</summary>
    public async Task<Guid> Save(string flow, string name = "Test")
    {
        return (await Workflows.Create(new(name, "", Flows.Of(flow)))).Id();
    }

    /// <summary>Saves a flow that has the object <c>concurrency</c>.</summary>
    public async Task<Guid> SaveLimited(string flow, string concurrency, string name = "Test")
    {
        return (await Workflows.Create(new(name, "", Limited(flow, concurrency)))).Id();
    }

    public static string Limited(string flow, string concurrency) => $$"""{"concurrency":{{concurrency}},{{Flows.Of(flow)[1..]}}""";

    /// <summary>Starts a run of a flow.</summary>
    public async Task<Guid> Begin(string flow, string prompt = "") => await BeginSaved(await Save(flow), prompt);

    public async Task<Guid> BeginSaved(Guid workflow, string prompt = "") => (await Runs.Start(new(workflow, prompt, RunTrigger.Api))).Run();

    /// <summary>Runs a flow to its end.</summary>
    public async Task<RunState> Run(string flow, string prompt = "") => await End(await Begin(flow, prompt));

    public Task<RunState> End(Guid run) => Until(run, state => state.IsFinished);

    /// <summary>Waits until the run has a state, and then, if it waits for a moment, until a timer is set for it.</summary>
    public async Task<RunState> Until(Guid run, Func<RunState, bool> holds)
    {
        var state = await WhenState(run, holds);
        if (state is { Status: RunStatus.Waiting, NextDue: { } due } && due > Time.GetUtcNow())
            await Time.TimerBy(due);
        return state;
    }

    /// <summary>Waits until the only run is suspended: it waits, and the database knows until when.</summary>
    public async Task UntilSuspended(Guid run)
    {
        await Until(run, state => state.Status == RunStatus.Waiting);
        await Eventually.Equal(0, () => Task.FromResult(Runs.ActiveRuns));
    }

    async Task<RunState> WhenState(Guid run, Func<RunState, bool> holds)
    {
        // Not disposed of: the writer's thread may be about to release it.
        var changed = new SemaphoreSlim(0);
        void Signal() => changed.Release();
        Changed += Signal;
        try
        {
            for (var state = State(run); ; state = State(run))
            {
                if (holds(state))
                    return state;
                Assert.True(await changed.WaitAsync(Waiting.Patience, TestContext.Current.CancellationToken),
                    $"After {Waiting.Patience.TotalSeconds} s the run is still so: {string.Join(", ", Journal.Read(run).Select(next => next.Name))}");
            }
        }
        finally
        {
            Changed -= Signal;
        }
    }

    public RunState State(Guid run) => RunState.Of(run, Journal.Read(run));

    /// <summary>The journal in short: <c>node-started a</c> and so on.</summary>
    public string[] Story(Guid run) =>
        [.. Journal.Read(run).Select(next => next is NodeEvent node ? $"{node.Name} {node.NodeId}" : next.Name)];

    /// <summary>How often this engine committed events of the run.</summary>
    public int Commits(Guid run) => commits.GetValueOrDefault(run);

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        if (!hasCrashed)
            await scheduling.Soon();
        await Runs.Stop().Soon();
        Database.Dispose();
        folder.Dispose();
    }
}
