using HtmxFlows.Accounts;
using HtmxFlows.Credentials;
using HtmxFlows.Data;
using HtmxFlows.Nodes;
using HtmxFlows.Outbound;
using HtmxFlows.Runs;
using HtmxFlows.Workflows;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using SQLitePCL;

namespace HtmxFlows.Benchmarks;

/// <summary>The app's engine without its web, on a database file of its own.</summary>
sealed class Engine : IDisposable
{
    readonly ServiceProvider services;
    int commits;

    public Engine(string file)
    {
        var collection = new ServiceCollection()
            .AddLogging()
            .AddSingleton(TimeProvider.System)
            .AddSingleton(_ => new Database(file))
            .AddOutbound(new ConfigurationBuilder().Build())
            .AddNodes(new ConfigurationBuilder().Build())
            .AddCredentials(new ConfigurationBuilder().Build())
            .AddSingleton<WorkflowStore>()
            .AddRuns(new ConfigurationBuilder().Build());
        services = collection.BuildServiceProvider();
        Runs.Recover().GetAwaiter().GetResult();
        raw.sqlite3_commit_hook(Database.Writer.Connection.Handle, _ => Interlocked.Increment(ref commits) * 0, null);
    }

    public Database Database => services.GetRequiredService<Database>();

    /// <summary>How often the database was committed.</summary>
    public int Commits => Volatile.Read(ref commits);

    RunSupervisor Runs => services.GetRequiredService<RunSupervisor>();

    public async Task<Guid> Add(string flow)
    {
        var (id, problems) = await services.GetRequiredService<WorkflowStore>().Create(new("Benchmark", "", flow));
        return problems is [] ? id!.Value : throw new InvalidOperationException(problems[0].Message);
    }

    /// <summary>A run from its start to its durable end.</summary>
    public async Task Run(Guid workflow, string prompt)
    {
        var start = await Runs.Start(new(workflow, prompt, RunTrigger.Api), Actor.Anonymous);
        await Runs.WhenEnded(start is RunStart.Started started ? started.Run : throw new InvalidOperationException($"{start}"));
    }

    public void Dispose() => services.Dispose();
}
