using HtmxFlows.Credentials;
using HtmxFlows.Data;
using HtmxFlows.Expressions;
using HtmxFlows.Nodes;
using HtmxFlows.Outbound;
using HtmxFlows.Scripts;
using HtmxFlows.Sql;
using Microsoft.Extensions.DependencyInjection;

namespace HtmxFlows.Tests.Nodes;

/// <summary>Every node type, and short forms of reading and executing one without a run.</summary>
static class NodeTypes
{
    /// <summary>The worker processes of all tests. They end with the program.</summary>
    static readonly ScriptWorkers Scripts = new(new());

    /// <summary>The product's own types; those that call out may reach loopback.</summary>
    public static NodeCatalogue Catalogue { get; } = Make(TimeProvider.System);

    public static NodeCatalogue Make(TimeProvider time, ModelOptions? model = null, CredentialSource? credentials = null)
    {
        var parts = new ServiceCollection().AddSingleton(time).AddSingleton<SqlSandbox>().AddSingleton(Scripts).AddSingleton(model ?? new()).AddSingleton<ChatModel>().AddSingleton(credentials ?? new(Secrets.None)).AddSingleton<OAuthTokens>().AddSingleton<OutboundCredentials>()
            .AddSingleton(new OutboundClient(new(["127.0.0.0/8"]), new OutboundOptions()))
            .AddSingleton(new OutboundHttp(new AddressPolicy(["127.0.0.0/8"]), new OutboundOptions(), time)).BuildServiceProvider();
        return new(NodeCatalogue.All().Select(type => (NodeType)ActivatorUtilities.CreateInstance(parts, type)));
    }

    /// <summary>What is wrong with a configuration, each line <c>field: message</c>.</summary>
    public static string[] Problems(string type, string data) =>
        [.. Catalogue.Find(type)!.Read(Json.Parse(data)).Problems.Select(problem => $"{problem.Field}: {problem.Message}")];

    /// <summary>Reads a configuration, which must be right, and executes the node once.</summary>
    /// <param name="names">The run's data, an object.</param>
    public static async Task<NodeOutcome> Execute(
        string type, string data, string names = "{}", NodeLimits? limits = null, TimeProvider? time = null, CancellationToken? cancellation = null)
    {
        var node = Catalogue.Find(type)!;
        var (configuration, problems) = node.Read(Json.Parse(data));
        Assert.Empty(problems);
        return await node.Execute(configuration!, Context(names, limits, time), cancellation ?? TestContext.Current.CancellationToken);
    }

    /// <summary>The output of a node that completes, as JSON.</summary>
    public static async Task<string> Output(string type, string data, string names = "{}") =>
        Assert.IsType<NodeOutcome.Completed>(await Execute(type, data, names)).Output.GetRawText();

    /// <summary>The message of a node that fails, thrown or returned.</summary>
    public static async Task<string> Failure(string type, string data, string names = "{}", NodeLimits? limits = null)
    {
        try
        {
            return Assert.IsType<NodeOutcome.Failed>(await Execute(type, data, names, limits)).Error;
        }
        catch (NodeException error)
        {
            return error.Message;
        }
    }

    /// <summary>The same as <see cref="Failure"/>, with one secret.</summary>
    public static async Task<string> FailureWithSecret(string type, string data, string secret)
    {
        var node = Catalogue.Find(type)!;
        var context = Context() with { Secrets = new([new("KEY", secret)]) };
        return (await Assert.ThrowsAsync<NodeException>(async () => await node.Execute(node.Read(Json.Parse(data)).Configuration!, context, TestContext.Current.CancellationToken))).Message;
    }

    public static NodeContext Context(string names = "{}", NodeLimits? limits = null, TimeProvider? time = null) =>
        new(new GivenData(Json.Parse(names)), "run/node", time ?? TimeProvider.System, limits ?? new());
}
