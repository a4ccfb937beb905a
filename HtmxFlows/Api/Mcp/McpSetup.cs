using HtmxFlows.Web;
using ModelContextProtocol.AspNetCore;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace HtmxFlows.Api;

/// <summary>The servers of the Model Context Protocol, at <c>/mcp/{server}</c>: Streamable HTTP, with sessions for clients that begin with a handshake, and without for newer ones.</summary>
static class McpSetup
{
    const string Pattern = $"{ApiPaths.Mcp}/{{server}}";

    public static void AddMcp(this WebApplicationBuilder builder)
    {
        builder.Services.AddHttpContextAccessor().AddSingleton<McpServers>().AddSingleton<McpQuestions>().AddSingleton<McpTools>();
        builder.Services.AddMcpServer().WithHttpTransport(options =>
        {
            options.SessionMode = HttpServerSessionMode.StatefulForInitializeClients;
            options.ConfigureSessionOptions = Configure;
        });
    }

    public static void MapMcp(this WebApplication app) => app.MapMcp(Pattern).ExcludeFromDescription();

    /// <summary>Refuses pages of other sites, and addresses of no server. Runs before the endpoint.</summary>
    public static void UseMcpGate(this WebApplication app) => app.Use((http, next) =>
    {
        if (http.GetRouteValue("server") is not string server || !ApiPaths.Include(http.Request.Path))
            return next(http);
        return http.RequestServices.GetRequiredService<CrossSite>().Refuses(http.Request) ? ApiProblems.OtherSite().ExecuteAsync(http)
            : http.RequestServices.GetRequiredService<McpServers>().Find(server) is null ? ApiProblems.Missing("server").ExecuteAsync(http)
            : next(http);
    });

    /// <summary>What a session, or a request without one, has for its tools. The actor is that of each request: a token may have been revoked since.</summary>
    static Task Configure(HttpContext http, McpServerOptions options, CancellationToken cancellation)
    {
        var name = (string)http.GetRouteValue("server")!;
        var server = http.RequestServices.GetRequiredService<McpServers>().Find(name);
        var tools = http.RequestServices.GetRequiredService<McpTools>();
        var accessor = http.RequestServices.GetRequiredService<IHttpContextAccessor>();
        options.ServerInfo = new Implementation { Name = name, Title = server?.Title is { Length: > 0 } title ? title : name, Version = "1" };
        options.ServerInstructions = "Each tool runs a workflow. A run that takes long returns its status and an address; ask get_run for its result.";
        options.Handlers.ListToolsHandler = (_, _) => new(new ListToolsResult { Tools = [.. tools.List(name, accessor.HttpContext!.Actor()).Select(tool => tool.Description), McpTool.GetRun] });
        options.Handlers.CallToolHandler = async (request, cancelled) => await Call(name, request, tools, accessor.HttpContext!, cancelled);
        return Task.CompletedTask;
    }

    static Task<CallToolResult> Call(string server, RequestContext<CallToolRequestParams> request, McpTools tools, HttpContext http, CancellationToken cancelled)
    {
        // In a session, only the notification cancels a call, and it comes after the end of the request. Without one, the end of the request is all that there is: the client has gone.
        var session = http.Request.Headers["Mcp-Session-Id"].ToString() is { Length: > 0 } id ? id : null;
        // A session ends with the process, and its request ids with it: the key of a client holds beyond that.
        var key = http.Request.Headers[IdempotentStart.Header].ToString() is { Length: > 0 } given ? given : session is not null ? $"{session}/{request.JsonRpcRequest.Id}" : "";
        return tools.Call(new(server, request.Params!, http.Actor(), http.RequestServices.GetRequiredService<ServerAddress>().Of(http.Request), key.Length is 0 or > IdempotentStart.LongestKey ? null : key)
        {
            Report = request.Params!.ProgressToken is { } token
                ? (ended, all, label) => request.Server.NotifyProgressAsync(token, new() { Progress = ended, Total = all, Message = label }, cancellationToken: CancellationToken.None) : null,
            AsksUser = request.Server.ClientCapabilities?.Elicitation is { } elicitation && (elicitation.Form is not null || elicitation.Url is null),
            Gone = session is null ? cancelled : CancellationToken.None,
            Cancelled = session is null ? CancellationToken.None : cancelled,
        });
    }
}
