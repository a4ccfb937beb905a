using HtmxFlows.Credentials;
using HtmxFlows.Data;
using HtmxFlows.Nodes;

namespace HtmxFlows.Workflows;

/// <summary>Finds what is wrong with workflows, saved or about to be.</summary>
public sealed class WorkflowCheck(IDatabase database, WorkflowPlans plans, NodeCatalogue catalogue, CredentialSource credentials)
{
    /// <summary>Everything that is wrong with a workflow's name, description and flow.</summary>
    public IReadOnlyList<FlowProblem> FindProblems(WorkflowContent content) =>
        [.. content.FindDescriptionProblems(), .. FlowPlan.Make(content.Flow, catalogue, credentials.Current).Problems];

    /// <summary>
    /// Everything that is wrong with a version now, and what is probably not meant as it is. One that could run when it was saved may refer to secrets
    /// that the server no longer has.
    /// </summary>
    public IReadOnlyList<FlowProblem> FindProblems(Guid id, int version) =>
        plans.Find(id, version) is { } plan ? [.. plan.Nodes.Values.SelectMany(node => FlowCheck.FindSecretProblems(node, credentials.Current)), .. plan.Warnings]
        : database.Read(connection => WorkflowRows.FindVersion(connection, id, version)) is { } found ? FlowPlan.Make(found.Flow, catalogue, credentials.Current).Problems
        : [];

    /// <summary>What is probably not meant as it is in a version that can run.</summary>
    public IReadOnlyList<FlowProblem> FindWarnings(Guid id, int version) => plans.Find(id, version)?.Warnings ?? [];

    /// <summary>The status of the first version of a workflow: published if it can run.</summary>
    internal VersionStatus StatusOf(WorkflowContent content) => StatusOf(FindProblems(content));

    internal static VersionStatus StatusOf(IReadOnlyList<FlowProblem> problems) => problems.Count == 0 ? VersionStatus.Published : VersionStatus.Draft;

    /// <summary>Whether a flow can be kept: it may have any problem, but it needs a name, and JSON that can be shown again.</summary>
    internal static bool CanBeKept(WorkflowContent content, IReadOnlyList<FlowProblem> problems) =>
        problems.All(problem => problem is not { Node: null, Field: "name" or "description" }) && Flow.Parse(content.Flow).Flow is not null;
}
