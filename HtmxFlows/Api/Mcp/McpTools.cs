using System.Text.Json;
using HtmxFlows.Accounts;
using HtmxFlows.Data;
using HtmxFlows.Live;
using HtmxFlows.Nodes;
using HtmxFlows.Inputs;
using HtmxFlows.Runs;
using HtmxFlows.Workflows;
using ModelContextProtocol.Protocol;

namespace HtmxFlows.Api;

/// <summary>
/// The tools of a server: its workflows that are published and that the caller may see. A call is an ordinary run: it continues when its client has gone, and
/// its page shows it live.
/// </summary>
sealed class McpTools(McpServers servers, WorkflowStore workflows, WorkflowPlans plans, WorkflowPeople people, RunSupervisor runs, RunStore store, RunReader reader, RunFollower follower, ApprovalAddresses approvals, TimeProvider time)
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
    /// <param name="root">The address of the app.</param>
    /// <param name="report">Gets how many nodes have ended, of how many, and the label of the last.</param>
    /// <param name="gone">Cancelled when the client does not wait any longer; the run continues.</param>
    public async Task<CallToolResult> Call(string server, CallToolRequestParams call, Actor actor, string root, Func<int, int, string, Task>? report, CancellationToken gone, CancellationToken cancelled)
    {
        var arguments = Json.From(call.Arguments ?? new Dictionary<string, JsonElement>());
        if (call.Name == McpTool.GetRun.Name)
            return Find(server, arguments, actor) is { } known ? await Wait(known, root, report, gone) : McpResult.Refusal("There is no such run of a tool of this server.");
        if (List(server, actor).FirstOrDefault(tool => tool.Name == call.Name) is not { } tool)
            return McpResult.Refusal($"There is no tool {call.Name}. List the tools again.");
        var (prompt, given) = ToolSchema.Read(tool.Inputs, arguments);
        if (InputValues.OfJson(tool.Inputs, given) is { Problems: { Count: > 0 } problems })
            return McpResult.Refusal(string.Join(' ', problems.Select(problem => problem.Message)));
        var start = await runs.Start(new(tool.Workflow.Id, prompt, RunTrigger.Mcp, Input: given), actor);
        if (start is RunStart.NotStarted refusal)
            return McpResult.Refusal(refusal.Problem);
        var run = ((RunStart.Started)start).Run;
        await using var cancellation = cancelled.Register(() => _ = runs.Cancel(run, actor));
        return await Wait(run, root, report, gone);
    }

    /// <summary>The run of the arguments, if one of the server's workflows made it and the caller may see it.</summary>
    Guid? Find(string server, JsonElement arguments, Actor actor) =>
        arguments.TryGetProperty("run", out var text) && text.ValueKind == JsonValueKind.String && Guid.TryParse(text.GetString(), out var run)
        && store.Find(run)?.WorkflowId is { } workflow && List(server, actor).Any(tool => tool.Workflow.Id == workflow) ? run : null;

    async Task<CallToolResult> Wait(Guid run, string root, Func<int, int, string, Task>? report, CancellationToken gone)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(gone, patience.Token);
        try
        {
            await foreach (var entries in follower.Follow(run, after: 0, either.Token) ?? AsyncEnumerable.Empty<IReadOnlyList<Views.LogEntry>>())
            {
                foreach (var entry in report is null ? [] : entries.Where(entry => entry.Event is NodeCompleted or NodeFailed or NodeSkipped))
                    await report!(entry.After.Decided, entry.After.Nodes.Count(), entry.Node!.Label);
                // Nothing more comes before a person has answered.
                if (reader.Status(run) == RunStatus.Waiting && reader.State(run)!.Nodes.Any(node => node.State is { Status: NodeStatus.Waiting, Question: not null }))
                    break;
            }
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            // The answer says how far the run is.
        }
        return reader.State(run) is { } view ? McpResult.Of(view, root, approvals) : McpResult.Refusal("The run was deleted.");
    }

    static string FreeName(string name, List<McpTool> taken)
    {
        var free = name;
        for (var number = 2; free == McpTool.GetRun.Name || taken.Any(tool => tool.Name == free); number++)
            free = $"{name[..Math.Min(name.Length, ToolSchema.LongestName - 4)]}_{number}";
        return free;
    }
}
