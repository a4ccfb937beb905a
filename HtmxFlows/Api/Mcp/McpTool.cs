using HtmxFlows.Data;
using HtmxFlows.Inputs;
using HtmxFlows.Nodes;
using HtmxFlows.Workflows;
using ModelContextProtocol.Protocol;

namespace HtmxFlows.Api;

/// <summary>A published workflow as a tool.</summary>
sealed record McpTool(string Name, Workflow Workflow, IReadOnlyList<FlowInput> Inputs)
{
    public Tool Description => new()
    {
        Name = Name,
        Title = Workflow.Name,
        Description = Workflow.Description.Length > 0 ? $"{Workflow.Name}. {Workflow.Description}" : Workflow.Name,
        InputSchema = Json.From(ToolSchema.Of(Inputs)),
        OutputSchema = McpResult.Schema,
    };

    /// <summary>The tool that reads a run again, for calls that took long.</summary>
    public static Tool GetRun { get; } = new()
    {
        Name = "get_run",
        Title = "Get run",
        Description = "Returns the status of a run that a tool started, and its result when it has one. Waits a while for its end.",
        InputSchema = Json.Parse("""{"type": "object", "properties": {"run": {"type": "string", "description": "The id of the run"}}, "required": ["run"]}"""),
        OutputSchema = McpResult.Schema,
    };
}
