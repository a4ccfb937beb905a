using System.Net;
using System.Text.Json;
using HtmxFlows.Runs;
using HtmxFlows.Tests.Runs;
using HtmxFlows.Tests.Web;
using HtmxFlows.Workflows;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

[assembly: AssemblyFixture(typeof(App))]

namespace HtmxFlows.Tests.Web;

/// <summary>
/// The whole app, on a real port of this machine and with its data in a folder of its own. One is shared by all tests, so a test makes
/// the workflows that it looks at; a test that is about the whole of the data, or stops the app, has one for itself.
/// </summary>
public sealed class App : WebApplicationFactory<Program>
{
    readonly TemporaryFolder folder = new();

    readonly string environment;

    readonly (string Name, string Value)[] settings;

    readonly Lock starting = new();
    IHost? host;

    public App() : this("Production") { }

    /// <param name="environment">As ASP.NET Core names it.</param>
    /// <param name="settings">Settings besides those that every test needs.</param>
    internal App(string environment, params (string Name, string Value)[] settings)
    {
        (this.environment, this.settings) = (environment, settings);
        UseKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
    }

    /// <summary>Where its data is.</summary>
    public string Folder => folder.Path;

    /// <summary>What a test adds to the host.</summary>
    internal Action<IWebHostBuilder>? Configure { get; init; }

    public Uri Address
    {
        get
        {
            StartServer();
            return ClientOptions.BaseAddress;
        }
    }

    public T Get<T>() where T : notnull => Services.GetRequiredService<T>();

    /// <summary>A new visitor: one who is led on by redirects and keeps cookies.</summary>
    public Visitor Visit() => new(Address);

    /// <summary>Saves a workflow.</summary>
    /// <param name="nodes">Its nodes as JSON, each <c>{"id", "type", "data"}</c>.</param>
    /// <param name="edges">Its edges: <c>a→b</c>, or <c>a.port→b</c>.</param>
    public async Task<Guid> Make(string name, string[] nodes, params string[] edges)
    {
        return (await Get<WorkflowStore>().Create(new(name, "", Flow(nodes, edges)))).Id();
    }

    /// <summary>Saves a workflow that may have problems, as a draft.</summary>
    /// <inheritdoc cref="Make" path="/param"/>
    public async Task<Guid> MakeDraft(string name, string[] nodes, params string[] edges) =>
        (await Get<WorkflowStore>().Create(new(name, "", Flow(nodes, edges)), asDraft: true)).Id();

    /// <summary>Saves a workflow that asks for inputs.</summary>
    /// <param name="inputs">Its list of inputs as JSON.</param>
    public async Task<Guid> MakeAsking(string name, string inputs, string[] nodes, params string[] edges)
    {
        return (await Get<WorkflowStore>().Create(new(name, "", Flow(nodes, edges)[..^1] + $", \"inputs\": {inputs}}}"))).Id();
    }

    public static string Flow(string[] nodes, params string[] edges) =>
        $$"""{"nodes": [{{string.Join(", ", nodes)}}], "edges": [{{string.Join(", ", edges.Select(Edge))}}]}""";

    /// <summary>A node's JSON.</summary>
    /// <param name="data">Anything that becomes a JSON object.</param>
    public static string Node(string id, string type, object data) => JsonSerializer.Serialize(new { id, type, data });

    public static string Template(string id, string template, bool markdown = false) =>
        Node(id, "template", new { label = $"Label of {id}", template, markdown });

    /// <summary>A node that waits for a year.</summary>
    public static string Endless(string id = "endless") => Node(id, "wait", new { label = $"Label of {id}", seconds = "31536000" });

    /// <summary>Starts a run without anybody looking.</summary>
    public async Task<Guid> Start(Guid workflow, string prompt = "", Guid? thread = null)
    {
        return (await Get<RunSupervisor>().Start(new(workflow, prompt, RunTrigger.Form, thread))).Run();
    }

    public async Task<Guid> RunToEnd(Guid workflow, string prompt = "", Guid? thread = null)
    {
        var run = await Start(workflow, prompt, thread);
        await End(run);
        return run;
    }

    /// <summary>Ends when the run has.</summary>
    public Task End(Guid run) => Get<RunSupervisor>().WhenEnded(run).Soon();

    // The first tests begin together, and each that finds no server starts one: without this, a host of its own, whose streams hear nothing of the other's runs.
    protected override IHost CreateHost(IHostBuilder builder)
    {
        lock (starting)
            return host ??= base.CreateHost(builder);
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment(environment);
        builder.UseSetting("HtmxFlows:Data", Folder);
        builder.UseSetting("HtmxFlows:Synchronous", "NORMAL");
        // The peers that tests call.
        builder.UseSetting("Outbound:AllowedNetworks", "127.0.0.0/8");
        foreach (var (name, value) in settings)
            builder.UseSetting(name, value);
        Configure?.Invoke(builder);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        folder.Dispose();
    }

    static string Edge(string edge, int index)
    {
        var (from, target) = edge.Split('→') is [var left, var right] ? (left.Split('.'), right) : throw new ArgumentException(edge);
        return JsonSerializer.Serialize(new { id = $"e{index + 1}", source = from[0], sourceHandle = from.ElementAtOrDefault(1), target });
    }
}
