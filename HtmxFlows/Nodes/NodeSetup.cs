using HtmxFlows.Data;
using HtmxFlows.Scripts;
using HtmxFlows.Sql;

namespace HtmxFlows.Nodes;

public static class NodeSetup
{
    /// <summary>Registers every node type, and what they share, set up from the configuration sections <c>HtmxFlows:Nodes</c>, <c>HtmxFlows:Model</c> and <c>HtmxFlows:Scripts</c>.</summary>
    public static IServiceCollection AddNodes(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(SettingSection.Read<NodeLimits>(configuration.GetSection("HtmxFlows:Nodes")));
        services.AddSingleton(SettingSection.Read<ModelOptions>(configuration.GetSection("HtmxFlows:Model")));
        services.AddSingleton(SettingSection.Read<ScriptOptions>(configuration.GetSection("HtmxFlows:Scripts")));
        services.AddSingleton<SqlSandbox>();
        services.AddSingleton<ScriptWorkers>();
        services.AddSingleton<ChatModel>();
        foreach (var type in NodeCatalogue.All())
            services.AddSingleton(typeof(NodeType), type);
        return services.AddSingleton<NodeCatalogue>().AddSingleton<ExampleOutcomes>();
    }
}
