using HtmxFlows.Accounts;
using HtmxFlows.Credentials;
using HtmxFlows.Expressions;
using HtmxFlows.Files;
using HtmxFlows.Nodes;
using HtmxFlows.Workflows;

namespace HtmxFlows.Runs;

/// <summary>Makes what the execution of a node may see.</summary>
sealed class NodeContexts(WorkflowPeople people, ApprovalAddresses approvals, Journal journal, WorkflowStore workflows, WorkflowPlans plans, RunProgress progress, FileStore files, TimeProvider time, NodeLimits limits)
{
    public NodeContext Of(PlannedNode node, RunState run, FlowPlan plan, Secrets secrets) =>
        new(new RunData(plan, run, node.Id, approvals), $"{run.Id}/{node.Id}", time, limits)
        {
            Secrets = secrets,
            TraceParent = run.TraceParent,
            Files = new(files, id => files.Find(id, run.Id), run.Id, limits, secrets),
            ReportText = text => progress.Report(run.Id, node.Id, new(0, 0, secrets.Mask.Mask(text))),
            FindWorkflow = name => Describe(name, run.StartedBy),
            EarlierTurns = () => journal.EarlierTurns(run.Thread, run.Id),
        };

    /// <summary>What a node sees that is executed alone.</summary>
    /// <param name="key">The idempotency key.</param>
    /// <param name="scope">Whose files it may read. New files belong to no run.</param>
    public NodeContext OfTrial(INodeData data, string key, TrialScope scope, Secrets secrets) =>
        new(data, key, time, limits) { Secrets = secrets, Files = new(files, id => Find(id, scope), null, limits, secrets), FindWorkflow = name => Describe(name, null) };

    FileValue? Find(Guid file, TrialScope scope) => (scope.Run is { } run ? files.Find(file, run) : null) ?? files.FindOfDraft(file, scope.Workflow);

    CallableWorkflow? Describe(string nameOrId, RunStarter? starter) =>
        workflows.Resolve(nameOrId) is ResolveOutcome.Found(var id) && people.MayCall(id, starter?.Id) && plans.Newest(id) is { } version && plans.FindFlow(id, version) is { } flow && workflows.Find(id) is { } found
            ? new(found.Name, found.Description, flow.Inputs) : null;
}
