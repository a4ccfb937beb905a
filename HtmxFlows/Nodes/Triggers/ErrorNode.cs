using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using HtmxFlows.Data;

namespace HtmxFlows.Nodes;

/// <summary>Which ends of runs a trigger for failures reports.</summary>
public enum ErrorReport
{
    /// <summary>Each failure.</summary>
    EachFailure,

    /// <summary>The first failure after a success, and the first success after a failure.</summary>
    FirstFailureAndRecovery,
}

/// <summary>Starts a run when a run of another workflow has failed.</summary>
public sealed class ErrorNode : TriggerNode<ErrorNode.Configuration>
{
    internal const string TypeName = "error";

    const string All = "all";

    public sealed record Configuration
    {
        [Display(Name = "Workflows", Description = "The names of the workflows whose failures it is for, one a line. Default: all.")]
        public IReadOnlyList<string> Workflows { get; init; } = [];

        [Display(Name = "Report", Description = "Each failure, or the first failure of a workflow after its last success and its first success after that.")]
        public ErrorReport Report { get; init; }

        /// <summary>Whether it is for the failures of a workflow.</summary>
        internal bool IsFor(string workflow, Guid id) => Workflows.Count == 0 || Workflows.Any(name => name.Trim() is var text && (text == All || text == workflow || text.Equals(id.ToString(), StringComparison.OrdinalIgnoreCase)));
    }

    public override string Name => TypeName;
    public override string Title => "Failed run";
    public override string Summary => "Starts a run when a run of another workflow has failed. {{trigger}} has event, run, workflow, node, error and url. Failures of runs that it starts are not reported.";
    public override IReadOnlyList<string> Synonyms { get; } = ["Error Trigger", "catch", "trigger", "failure", "alert", "notification"];
    public override string Describe(WrittenConfiguration written) => written.Text("workflows") is "" ? "" : string.Join(", ", written.Text("workflows").Trim('[', ']').Split(',').Select(name => name.Trim(' ', '"')));
    public override JsonElement? SampleData { get; } = Json.Parse("""{"event": "failed", "run": "01a22d28-592d-7932-9b25-bce52aaae7ee", "workflow": "Nightly report", "workflowId": "01a22d28-599a-78d9-9697-a3b774a63952", "node": "fetch", "error": "The server answered 503.", "url": "/runs/01a22d28-592d-7932-9b25-bce52aaae7ee"}""");
    public override IReadOnlyList<NodeExample> Examples { get; } =
    [
        new("Any failure", "{}", """{"trigger": {"event": "failed", "run": "01a22d28-592d-7932-9b25-bce52aaae7ee", "workflow": "Nightly report", "node": "fetch", "error": "The server answered 503."}}"""),
        new("Failures of one workflow", """{"workflows": ["Nightly report"]}""", """{"trigger": {"event": "failed", "run": "01a22d28-592d-7932-9b25-bce52aaae7ee", "workflow": "Nightly report", "node": "fetch", "error": "The server answered 503."}}"""),
    ];
}
