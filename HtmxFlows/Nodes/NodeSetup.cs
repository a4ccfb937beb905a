using HtmxFlows.Data;
using HtmxFlows.Sql;

namespace HtmxFlows.Nodes;

public static class NodeSetup
{
    /// <summary>Registers every node type, and what they share, set up from the configuration sections <c>HtmxFlows:Nodes</c> and <c>HtmxFlows:Model</c>.</summary>
    public static IServiceCollection AddNodes(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(SettingSection.Read<NodeLimits>(configuration.GetSection("HtmxFlows:Nodes")));
        services.AddSingleton(SettingSection.Read<ModelOptions>(configuration.GetSection("HtmxFlows:Model")));
        services.AddSingleton<SqlSandbox>();
        services.AddSingleton<ChatModel>();
        foreach (var type in NodeCatalogue.All())
            services.AddSingleton(typeof(NodeType), type);
        return services.AddSingleton<NodeCatalogue>();
    }
}
