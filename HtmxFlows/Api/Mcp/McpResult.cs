using System.Text.Json;
using HtmxFlows.Data;
using HtmxFlows.Runs;
using HtmxFlows.Views;
using ModelContextProtocol.Protocol;

namespace HtmxFlows.Api;

/// <summary>What a tool returns: the status of its run, the address of its page, and the result or what it waits for.</summary>
static class McpResult
{
    public static JsonElement Schema { get; } = Json.Parse(
        """
        {"type": "object",
         "properties": {
           "status": {"type": "string", "enum": ["queued", "running", "waiting", "completed", "failed", "cancelled"]},
           "run": {"type": "string", "description": "The id of the run, for get_run"},
           "url": {"type": "string", "description": "The live page of the run"},
           "result": {"description": "What the run returned"},
           "error": {"type": "string"},
           "questions": {"type": "array", "description": "What the run asks people, with the address at which they answer", "items": {"type": "object"}}},
         "required": ["status", "run", "url"]}
        """);

    /// <param name="root">The address of the app.</param>
    public static CallToolResult Of(RunView view, string root, ApprovalAddresses approvals)
    {
        var run = view.Run;
        var document = new Dictionary<string, object?> { ["status"] = run.Status.Word(), ["run"] = run.Id, ["url"] = $"{root}/runs/{run.Id}" };
        if (run.Status == RunStatus.Completed)
            document["result"] = run.Result ?? Json.Null;
        if (run.Error is { } error)
            document["error"] = error;
        var asking = view.Nodes.Where(node => node.State is { Status: NodeStatus.Waiting, Question: not null }).ToArray();
        if (asking.Length > 0)
            document["questions"] = asking.Select(node => new { text = node.State.Question!.Text, url = Absolute(root, approvals.AddressOf(run.Id, node.Node.Id)) });
        var content = Json.From(document);
        return new()
        {
            StructuredContent = content,
            Content = [new TextContentBlock { Text = run.Status == RunStatus.Completed ? Json.AsText(run.Result ?? Json.Null) : content.GetRawText() }],
            IsError = run.Status is RunStatus.Failed or RunStatus.Cancelled,
        };
    }

    /// <summary>A call that led to no run.</summary>
    public static CallToolResult Refusal(string sentence) => new() { Content = [new TextContentBlock { Text = sentence }], IsError = true };

    static string Absolute(string root, string address) => address.StartsWith('/') ? root + address : address;
}
