using System.Text.Json;
using HtmxFlows.Credentials;
using HtmxFlows.Data;
using HtmxFlows.Expressions;
using HtmxFlows.Outbound;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace HtmxFlows.Nodes;

/// <summary>The servers whose tools one execution of an agent may call. They are asked for their tools when these are first needed.</summary>
sealed class ToolServers(OutboundCredentials outbound, IReadOnlyList<ToolServer> servers, NodeContext context, CancellationToken cancellation) : IAsyncDisposable
{
    /// <summary>How many tools of a server a model is offered.</summary>
    public const int MostTools = 100;

    readonly List<McpClient> clients = [];
    IReadOnlyDictionary<string, McpClientTool>? tools;

    /// <summary>The tools by their names for the model.</summary>
    /// <exception cref="NodeException">A server cannot be asked.</exception>
    public async ValueTask<IReadOnlyDictionary<string, McpClientTool>> List()
    {
        if (tools is not null)
            return tools;
        var found = new Dictionary<string, McpClientTool>();
        foreach (var server in servers)
        {
            foreach (var tool in await ToolsOf(server))
                found.TryAdd(ToolSchema.NameOf(tool.Name), tool);
        }
        return tools = found;
    }

    /// <summary>Calls a tool. What went wrong at the server is the result, for the model.</summary>
    public async Task<CallResult> Call(McpClientTool tool, JsonElement arguments)
    {
        try
        {
            var result = await tool.CallAsync(arguments.EnumerateObject().ToDictionary(member => member.Name, member => (object?)member.Value), cancellationToken: cancellation);
            var text = string.Join('\n', result.Content.Select(block => block is TextContentBlock { Text: var said } ? said : $"[{block.Type}]"));
            return result.IsError == true ? new(null, text.Length > 0 ? text : "The tool failed without a reason.") : new(result.StructuredContent ?? Json.Text(text), null);
        }
        catch (Exception error) when (error is McpException or HttpRequestException or OutboundException or IOException or JsonException or InvalidOperationException)
        {
            return new(null, error.InnerException is OutboundException inner ? inner.Message : error.Message);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in clients)
            await client.DisposeAsync();
    }

    async Task<IEnumerable<McpClientTool>> ToolsOf(ToolServer server)
    {
        var url = server.Url.Render(context, cancellation).Trim();
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
            throw new NodeException($"“{Excerpt.Of(url)}” is no address of a tool server. Write it like https://tools.example.com/mcp.");
        try
        {
            var credential = context.Credential(server.Credential, CredentialUse.Request);
            var http = outbound.Client(credential, request => request with { HoldsSecret = context.Secrets.Mask.Knows, FindRefusal = context.Secrets.FindRefusal, Timeout = TimeSpan.FromDays(1) });
            var transport = new HttpClientTransport(new() { Endpoint = address, TransportMode = HttpTransportMode.StreamableHttp, EnableStandaloneGetStream = false }, http, ownsHttpClient: true);
            var client = await McpClient.CreateAsync(transport, new() { ClientInfo = new() { Name = "HtmxFlows", Version = "1" } }, cancellationToken: cancellation);
            clients.Add(client);
            var offered = await client.ListToolsAsync(cancellationToken: cancellation);
            if (server.Names.Except(offered.Select(tool => tool.Name)).ToArray() is [var missing, ..])
                throw new NodeException($"The tool server at {address.Authority} has no tool {missing}. It has {string.Join(", ", offered.Select(tool => tool.Name))}.");
            return offered.Where(tool => server.Names.Count == 0 || server.Names.Contains(tool.Name)).Take(MostTools);
        }
        catch (Exception error) when (error is McpException or HttpRequestException or OutboundException or IOException or JsonException or InvalidOperationException or TimeoutException)
        {
            throw new NodeException(context.Secrets.Mask.Mask($"The tool server at {address.Authority} cannot be used: {(error as OutboundException ?? error.InnerException ?? error).Message}"), error);
        }
    }
}
