using System.Text.Json;
using HtmxFlows.Accounts;
using HtmxFlows.Data;
using HtmxFlows.Live;
using HtmxFlows.Nodes;
using HtmxFlows.Inputs;
using HtmxFlows.Runs;
using HtmxFlows.Triggers;
using HtmxFlows.Workflows;
using ModelContextProtocol.Protocol;

namespace HtmxFlows.Api;

/// <summary>
/// The tools of a server: its workflows that are published and that the caller may see. A call is an ordinary run: it continues when its client has gone, and
/// its page shows it live.
/// </summary>
sealed class McpTools(McpServers servers, WorkflowStore workflows, WorkflowPlans plans, WorkflowPeople people, McpQuestions questions, RunSupervisor runs, RunStore store, RunReader reader, RunFollower follower, StartKeys keys, ApprovalAddresses approvals, TimeProvider time)
{
    /// <summary>How long a call waits for the end of its run. Clients give up soon after.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(25);

    public IReadOnlyList<McpTool> List(string server, Actor actor)
    {
        List<McpTool> tools = [];
        var hidden = people.HiddenFrom(actor) ?? [];
        foreach (var workflow in (servers.Find(server)?.Workflows ?? []).Except(hidden).Select(workflows.Find).OfType<Workflow>().Where(workflow => workflow is { Version: not null, ArchivedAt: null }).OrderBy(workflow => workflow.Name, StringComparer.Ordinal))
            tools.Add(new(FreeName(ToolSchema.NameOf(workflow.Name), tools), workflow, plans.Inputs(workflow.Id)));
        return tools;
    }

    /// <summary>Calls a tool, and waits a while for its result.</summary>
    /// <exception cref="InputRequiredException">The client asks its user something, and then repeats the call with the answers.</exception>
    public async Task<CallToolResult> Call(McpCall call)
    {
        if (call.Tool.RequestState is { } state)
            return Find(call.Server, state, call.Actor) is { } begun ? await Continue(begun, call) : McpResult.Refusal("There is no such run of a tool of this server.");
        var arguments = Json.From(call.Tool.Arguments ?? new Dictionary<string, JsonElement>());
        if (call.Tool.Name == McpTool.GetRun.Name)
            return Find(call.Server, arguments.TryGetProperty("run", out var text) && text.ValueKind == JsonValueKind.String ? text.GetString()! : "", call.Actor) is { } known ? await Wait(known, call) : McpResult.Refusal("There is no such run of a tool of this server.");
        if (List(call.Server, call.Actor).FirstOrDefault(tool => tool.Name == call.Tool.Name) is not { } tool)
            return McpResult.Refusal($"There is no tool {call.Tool.Name}. List the tools again.");
        var (prompt, given) = ToolSchema.Read(tool.Inputs, arguments);
        if (InputValues.OfJson(tool.Inputs, given) is { Problems: { Count: > 0 } problems })
            return McpResult.Refusal(string.Join(' ', problems.Select(problem => problem.Message)));
        var request = new RunRequest(tool.Workflow.Id, prompt, RunTrigger.Mcp, Input: given);
        var start = call.Key is null ? await runs.Start(request, call.Actor)
            : await IdempotentStart.Once(keys, call.Scope, call.Key, new { call.Tool.Name, arguments }, time, beside => runs.Start(request with { Beside = beside }, call.Actor));
        if (start is RunStart.NotStarted refusal)
            return McpResult.Refusal(refusal.Problem);
        var run = ((RunStart.Started)start).Run;
        await using var cancellation = call.Cancelled.Register(() => _ = runs.Cancel(run, call.Actor));
        return await Wait(run, call);
    }

    /// <summary>Continues a call whose client has asked its user. What the client sends back is believed no more than any other argument.</summary>
    async Task<CallToolResult> Continue(Guid run, McpCall call)
    {
        var problem = await questions.Answer(run, call);
        return await Wait(run, call with { AsksUser = call.AsksUser && !McpQuestions.AreDeclined(call) }, problem);
    }

    /// <summary>The run of an id, if one of the server's workflows made it and the caller may see it.</summary>
    Guid? Find(string server, string text, Actor actor) =>
        Guid.TryParse(text, out var run) && store.Find(run)?.WorkflowId is { } workflow && List(server, actor).Any(tool => tool.Workflow.Id == workflow) ? run : null;

    /// <param name="problem">Why the last answer was not taken; null if none was refused.</param>
    async Task<CallToolResult> Wait(Guid run, McpCall call, string? problem = null)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(call.Gone, patience.Token);
        try
        {
            await foreach (var entries in follower.Follow(run, after: 0, either.Token) ?? AsyncEnumerable.Empty<IReadOnlyList<Views.LogEntry>>())
            {
                foreach (var entry in call.Report is null ? [] : entries.Where(entry => entry.Event is NodeCompleted or NodeFailed or NodeSkipped))
                    await call.Report!(entry.After.Decided, entry.After.Nodes.Count(), entry.Node!.Label);
                // Nothing more comes before a person has answered.
                if (reader.Status(run) == RunStatus.Waiting && reader.State(run)!.Nodes.Any(node => node.State is { Status: NodeStatus.Waiting, Question: not null }))
                    break;
            }
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            // The answer says how far the run is.
        }
        if (call.AsksUser && reader.State(run) is { } asking && questions.Of(asking, problem) is { Count: > 0 } asked)
            throw new InputRequiredException(asked, run.ToString());
        return reader.State(run) is { } view ? McpResult.Of(view, call.Root, approvals) : McpResult.Refusal("The run was deleted.");
    }

    static string FreeName(string name, List<McpTool> taken)
    {
        var free = name;
        for (var number = 2; free == McpTool.GetRun.Name || taken.Any(tool => tool.Name == free); number++)
            free = $"{name[..Math.Min(name.Length, ToolSchema.LongestName - 4)]}_{number}";
        return free;
    }
}
