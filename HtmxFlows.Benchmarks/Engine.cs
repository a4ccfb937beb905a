using System.Security.Cryptography;
using HtmxFlows.Accounts;
using HtmxFlows.Credentials;
using HtmxFlows.Data;
using HtmxFlows.Files;
using HtmxFlows.Nodes;
using HtmxFlows.Outbound;
using HtmxFlows.Runs;
using HtmxFlows.Workflows;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using SQLitePCL;

namespace HtmxFlows.Benchmarks;

/// <summary>The app's engine without its web, on a database file of its own.</summary>
sealed class Engine : IDisposable
{
    readonly ServiceProvider services;
    int commits;

    /// <param name="secrets">How many credentials there are, each of which is looked for in all events.</param>
    public Engine(string file, int secrets = 0)
    {
        var collection = new ServiceCollection()
            .AddLogging()
            .AddSingleton(TimeProvider.System)
            .AddSingleton<IDatabase>(_ => new SqliteDatabase(file))
            .AddOutbound(new ConfigurationBuilder().Build())
            .AddNodes(new ConfigurationBuilder().Build())
            .AddCredentials(new ConfigurationBuilder().Build())
            .AddFiles(new ConfigurationBuilder().Build(), _ => Path.GetDirectoryName(file)!)
            .AddWorkflows()
            .AddRuns(new ConfigurationBuilder().Build());
        services = collection.BuildServiceProvider();
        if (secrets > 0)
            services.GetRequiredService<CredentialSource>().Use(Enumerable.Range(0, secrets).Select(Credential));
        Runs.Recover().GetAwaiter().GetResult();
        Writer = Database.Write(writer => writer).GetAwaiter().GetResult();
        raw.sqlite3_commit_hook(((SqliteConnection)Writer.Connection).Handle, _ => Interlocked.Increment(ref commits) * 0, null);
    }

    public IDatabase Database => services.GetRequiredService<IDatabase>();

    /// <summary>The database's one writer, for use while nothing else is written.</summary>
    public DatabaseWriter Writer { get; }

    /// <summary>How often the database was committed.</summary>
    public int Commits => Volatile.Read(ref commits);

    static OpenCredential Credential(int number)
    {
        var made = new Credential
        {
            Id = Guid.NewGuid(),
            Name = $"KEY{number}",
            Kind = CredentialKind.Find(CredentialKind.Bearer)!,
            Version = 1,
            Hosts = HostPatterns.Read("api.example.com").Hosts!,
            Workflows = null,
            Fields = new Dictionary<string, string>(),
            CreatedAt = default,
            UpdatedAt = default,
        };
        return new(made, new Dictionary<string, string> { ["token"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(30)) });
    }

    RunSupervisor Runs => services.GetRequiredService<RunSupervisor>();

    public async Task<Guid> Add(string flow)
    {
        var outcome = await services.GetRequiredService<WorkflowStore>().Create(new("Benchmark", "", flow), Actor.System);
        return outcome is SaveOutcome.Saved saved ? saved.Workflow : throw new InvalidOperationException($"{outcome}");
    }

    /// <summary>A run from its start to its durable end.</summary>
    public async Task Run(Guid workflow, string prompt)
    {
        var start = await Runs.Start(new(workflow, prompt, RunTrigger.Api), Actor.Anonymous);
        await Runs.WhenEnded(start is RunStart.Started started ? started.Run : throw new InvalidOperationException($"{start}"));
    }

    public void Dispose() => services.Dispose();
}
