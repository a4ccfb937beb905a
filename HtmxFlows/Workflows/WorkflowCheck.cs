using HtmxFlows.Credentials;
using HtmxFlows.Data;
using HtmxFlows.Nodes;

namespace HtmxFlows.Workflows;

/// <summary>Finds what is wrong with workflows, saved or about to be.</summary>
public sealed class WorkflowCheck(IDatabase database, WorkflowPlans plans, WorkflowCallers callers, NodeCatalogue catalogue, CredentialSource credentials, TriggerKeys keys)
{
    /// <summary>Everything that is wrong with a workflow's name, description and flow.</summary>
    /// <param name="id">The workflow; null if it is new.</param>
    /// <param name="upTo">The node whose problems count, with those of its ancestors; null for all.</param>
    public IReadOnlyList<FlowProblem> FindProblems(WorkflowContent content, Guid? id = null, string? upTo = null) =>
        [.. content.FindDescriptionProblems(), .. (upTo is null ? Check(content, id) : CheckUpTo(content, id, upTo)).Problems];

    /// <summary>Checks the flow of a workflow as it would be saved.</summary>
    /// <inheritdoc cref="FindProblems(WorkflowContent, Guid?, string?)" path="/param"/>
    public CheckedFlow Check(WorkflowContent content, Guid? id = null) => FlowPlan.Make(content.Flow, catalogue, SurroundingsOf(content, id));

    /// <summary>The triggers of a flow, as the publication writes them.</summary>
    internal IReadOnlyList<TriggerRow> TriggersOf(WorkflowContent content, Guid id) =>
        FlowPlan.Make(content.Flow, catalogue).Plan?.ActiveTriggers.Select(node => TriggerRow.Of(id, node, keys)).ToArray() ?? [];

    CheckedFlow CheckUpTo(WorkflowContent content, Guid? id, string node)
    {
        var (flow, unreadable) = Flow.Parse(content.Flow);
        return flow is null ? new(null, null, unreadable) : FlowPlan.Make(flow.UpTo(node), catalogue, SurroundingsOf(content, id));
    }

    /// <summary>
    /// Everything that is wrong with a version now, and what is probably not meant as it is. One that could run when it was saved may refer to secrets
    /// and workflows that the server no longer has.
    /// </summary>
    public IReadOnlyList<FlowProblem> FindProblems(Guid id, int version) =>
        FindProblems(id, version, SurroundingsOf(null, id));

    IReadOnlyList<FlowProblem> FindProblems(Guid id, int version, FlowSurroundings surroundings) =>
        plans.Find(id, version) is { } plan ? [.. FlowCheck.FindOutsideProblems(plan.Flow, surroundings), .. plan.Nodes.Values.SelectMany(node => FlowCheck.FindOutsideProblems(node, surroundings)), .. plan.Warnings]
        : database.Read(connection => WorkflowRows.FindVersion(connection, id, version)) is { } found ? FlowPlan.Make(found.Flow, catalogue, surroundings).Problems
        : [];

    /// <summary>What is probably not meant as it is in a version that can run.</summary>
    public IReadOnlyList<FlowProblem> FindWarnings(Guid id, int version) => plans.Find(id, version)?.Warnings ?? [];

    /// <summary>The workflows that call one by its current name, if it gets another name.</summary>
    public IReadOnlyList<FlowProblem> FindRenameWarnings(Guid id, WorkflowContent content) =>
        database.Read(connection => WorkflowRows.FindName(connection, id)) is not { } name || name == content.Name ? []
        : [.. callers.OfName(name, id).Select(caller => new FlowProblem(
            $"“{caller.Name}” calls this workflow by the name “{name}” and will not find it under the new name. Change the name in its {(caller.Node.Length == 0 ? "settings" : $"node `{caller.Node}`")}.", Field: "name")
        {
            IsWarning = true,
        })];

    /// <summary>The status of the first version of a workflow: published if it can run.</summary>
    internal VersionStatus StatusOf(WorkflowContent content) => StatusOf(FindProblems(content));

    internal static VersionStatus StatusOf(IReadOnlyList<FlowProblem> problems) => problems.Count == 0 ? VersionStatus.Published : VersionStatus.Draft;

    /// <summary>Whether a flow can be kept: it may have any problem, but it needs a name, and JSON that can be shown again.</summary>
    internal static bool CanBeKept(WorkflowContent content, IReadOnlyList<FlowProblem> problems) =>
        problems.All(problem => problem is not { Node: null, Field: "name" or "description" }) && Flow.Parse(content.Flow).Flow is not null;

    /// <param name="content">What is about to be saved, with the name that the workflow will have; null if it is saved.</param>
    FlowSurroundings SurroundingsOf(WorkflowContent? content, Guid? id) => new(credentials.Current.For(id), called =>
        called == content?.Name ? null
        : database.Read(connection => WorkflowRows.Resolve(connection, called)) switch
        {
            ResolveOutcome.NotFound notFound => notFound.Problem,
            ResolveOutcome.Found found when content is not null && found.Workflow == id && !Guid.TryParse(called, out _) => $"This workflow will be called “{content.Name}” and not “{called}”. Use the new name.",
            _ => null,
        })
    {
        IsItself = called => called == content?.Name || id is { } own && database.Read(connection => WorkflowRows.Resolve(connection, called)) is ResolveOutcome.Found found && found.Workflow == own,
        FindSlugProblem = (kind, slug) => database.Read(connection => TriggerRows.FindOwner(connection, kind, slug, id)) is { } owner ? TriggerRows.Taken(slug, owner) : null,
    };
}
