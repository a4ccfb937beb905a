using Dapper;
using HtmxFlows.Accounts;
using HtmxFlows.Credentials;
using HtmxFlows.Data;
using HtmxFlows.Diagnostics;
using HtmxFlows.Files;
using HtmxFlows.Nodes;
using HtmxFlows.Runs;
using HtmxFlows.Tests.Nodes;
using HtmxFlows.Triggers;
using HtmxFlows.Workflows;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace HtmxFlows.Tests.Triggers;

/// <summary>The engine and its schedules over a real database file, with a clock that the test moves and without a host.</summary>
sealed class Timetable : IAsyncDisposable
{
    readonly TemporaryFolder folder;
    readonly ServiceProvider services;

    Timetable(TemporaryFolder folder, DateTimeOffset now)
    {
        this.folder = folder;
        Time.AdvanceTo(now);
        Database = folder.Open();
        var configuration = new ConfigurationBuilder().Build();
        services = new ServiceCollection()
            .AddLogging().AddSingleton<TimeProvider>(Time).AddSingleton(Database).AddSingleton(NodeTypes.Make(Time)).AddSingleton(new CredentialSource(Secrets.None))
            .AddSingleton<BackgroundRemoval>().AddSingleton<ServerMetrics>().AddAccounts(configuration).AddWorkflows().AddSingleton(new FileStore(Database, Path.Combine(folder.Path, FileSetup.Folder), new(), Time))
            .AddSingleton(new NodeLimits()).AddRuns(configuration).AddTriggers(configuration).AddSingleton(new RunLimits { StopSeconds = 0 }).BuildServiceProvider();
    }

    public ManualTime Time { get; } = new();

    public IDatabase Database { get; }

    public T Get<T>() where T : notnull => services.GetRequiredService<T>();

    public static async Task<Timetable> Start(DateTimeOffset now, TemporaryFolder? folder = null)
    {
        var timetable = new Timetable(folder ?? new(), now);
        await timetable.Get<RunSupervisor>().Recover();
        return timetable;
    }

    /// <summary>Stops, and starts again over the same file at another time.</summary>
    public async Task<Timetable> Restart(DateTimeOffset now)
    {
        await Stop();
        return await Start(now, folder);
    }

    /// <summary>Publishes a workflow that a schedule starts.</summary>
    /// <param name="schedule">The configuration as JSON.</param>
    public async Task<Guid> Publish(string schedule, string rest = "", string? concurrency = null)
    {
        var flow = $"clock schedule {schedule}\n{rest}";
        return (await Get<WorkflowStore>().Create(new($"Scheduled {Guid.NewGuid():N}", "", concurrency is null ? Workflows.Flows.Of(flow) : Runs.Engine.Limited(flow, concurrency)))).Id();
    }

    /// <summary>Moves the clock, starts what is due then, and waits until the runs have ended.</summary>
    public async Task At(DateTimeOffset moment)
    {
        await Fire(moment);
        await Task.WhenAll(Get<RunStore>().Unfinished().Select(line => Get<RunSupervisor>().WhenEnded(line.Run))).Soon();
    }

    /// <summary>Moves the clock, and starts what is due then.</summary>
    public async Task Fire(DateTimeOffset moment)
    {
        Time.AdvanceTo(moment);
        while (await Get<ScheduleRunner>().StartDue() > 0) { }
    }

    /// <summary>The moments of the runs of a workflow, in the order in which they started: their ids are of the same time.</summary>
    public IReadOnlyList<DateTimeOffset> Starts(Guid workflow) => [.. Database.Read(connection => connection.Query<Guid>("SELECT id FROM runs WHERE workflow_id = @workflow ORDER BY rowid", new { workflow }).AsList())
        .Select(run => ((WorkflowStarted)Get<Journal>().Read(run)[0]).FiredData!.Value.GetProperty("due").GetDateTimeOffset())];

    public DueSchedule Schedule(Guid workflow) => Get<Schedules>().Of([workflow])[workflow].Single();

    async Task Stop()
    {
        await Get<RunSupervisor>().Stop().Soon();
        Database.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        await Stop();
        folder.Dispose();
    }
}
