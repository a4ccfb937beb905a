using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using HtmxFlows.Data;
using HtmxFlows.Views;
using HtmxFlows.Workflows;

namespace HtmxFlows.Api;

/// <summary>A workflow with its newest flow.</summary>
/// <param name="Version">The newest published version, or the newest if none is.</param>
/// <param name="Status">Whether that version can run, or is a draft.</param>
/// <param name="Flow">React Flow's JSON.</param>
public sealed record WorkflowDocument(Guid Id, string Name, string Description, int Version, VersionStatus Status, JsonElement Flow, DateTimeOffset CreatedAt)
{
    /// <summary>The ETag. It goes by name and description too, which change without a new version.</summary>
    [JsonIgnore]
    public string Tag => Words.Invariant($"\"{Version}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Name}\n{Description}")), 0, 8)}\"");

    /// <summary>What is probably not meant as it is, though it can run; null if nothing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<FlowProblem>? Warnings { get; init; }

    public static WorkflowDocument Of(Workflow workflow, WorkflowVersion version, IReadOnlyList<FlowProblem> warnings) => new WorkflowDocument(
        workflow.Id, workflow.Name, workflow.Description, version.Version, version.Status, Json.Parse(version.Flow), workflow.CreatedAt).With(warnings);

    /// <summary>The same with further warnings.</summary>
    public WorkflowDocument With(IReadOnlyList<FlowProblem> warnings) => warnings.Count == 0 ? this : this with { Warnings = [.. Warnings ?? [], .. warnings] };
}
