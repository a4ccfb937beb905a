using HtmxFlows.Data;
using HtmxFlows.Expressions;
using HtmxFlows.Nodes;
using HtmxFlows.Outbound;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace HtmxFlows.Benchmarks;

/// <summary>What one execution of each node costs that touches nothing outside: the first example of its type, read once and executed again and again.</summary>
static class NodesBenchmark
{
    const double Seconds = 0.3;
    const int AtOnce = 100;

    public static async Task Run(Report report)
    {
        using var services = new ServiceCollection().AddSingleton(TimeProvider.System)
            .AddOutbound(new ConfigurationBuilder().Build()).AddNodes(new ConfigurationBuilder().Build()).BuildServiceProvider();
        foreach (var type in services.GetRequiredService<NodeCatalogue>().Types.Where(type => type.Execution != Execution.External && type.Role != NodeRole.Note))
        {
            var execute = WorkOf(type, type.Examples[0]);
            // Until the code is compiled as well as it will be, nothing is counted.
            await Measure(execute);
            var (cost, times) = await Measure(execute);
            report.Line(type.Name, cost.Cpu / times * 1e6, "µs of CPU");
        }
    }

    static Func<ValueTask<NodeOutcome>> WorkOf(NodeType type, NodeExample example)
    {
        var configuration = type.Read(Json.Parse(example.Data)).Configuration ?? throw new InvalidOperationException($"The example of {type.Name} is none.");
        var context = new NodeContext(new GivenData(Json.Parse(example.Names)), "benchmark", TimeProvider.System, new());
        return () => type.Execute(configuration, context, CancellationToken.None);
    }

    static async Task<(Cost Cost, int Times)> Measure(Func<ValueTask<NodeOutcome>> execute)
    {
        var times = 0;
        var cost = await Cost.Of(async () =>
        {
            var end = DateTime.UtcNow.AddSeconds(Seconds);
            for (; DateTime.UtcNow < end; times += AtOnce)
            {
                for (var i = 0; i < AtOnce; i++)
                    await Once(execute);
            }
        });
        return (cost, times);
    }

    /// <summary>A node that fails has done its work too.</summary>
    static async ValueTask Once(Func<ValueTask<NodeOutcome>> execute)
    {
        try
        {
            await execute();
        }
        catch (NodeException)
        {
        }
    }
}
