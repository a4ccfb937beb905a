using System.Text.Json;
using HtmxFlows.Credentials;
using HtmxFlows.Data;
using HtmxFlows.Expressions;
using HtmxFlows.Nodes;
using HtmxFlows.Workflows;

namespace HtmxFlows.Runs;

/// <summary>Runs single nodes of a draft, to show what they do. Nothing of it is journaled; their outputs become the data of the draft.</summary>
public sealed class NodeTrial
{
    const string RolledBack = "Tried and rolled back: tests do not change the store.";

    readonly NodeExecutor nodes;
    readonly NodeItems items;
    readonly CredentialSource credentials;
    readonly Journal journal;
    readonly RunStore store;
    readonly DraftOutputs outputs;
    readonly IDatabase database;
    readonly TimeProvider time;

    internal NodeTrial(
        NodeExecutor nodes, NodeItems items, CredentialSource credentials, Journal journal, RunStore store, DraftOutputs outputs, IDatabase database, TimeProvider time) =>
        (this.nodes, this.items, this.credentials, this.journal, this.store, this.outputs, this.database, this.time) = (nodes, items, credentials, journal, store, outputs, database, time);

    /// <summary>What is known of the nodes of a draft.</summary>
    public DraftData DataOf(Guid workflow) => new(workflow, outputs, () => LastRun(workflow));

    RunState? LastRun(Guid workflow) =>
        store.List(workflow, null, 0, 1) is [var line] ? RunState.Of(line.Id, journal.Read(line.Id)) : null;

    /// <summary>Runs a node once, with its effects: a request is sent, a model is asked. Changes of the store are rolled back.</summary>
    /// <param name="data">What the node sees.</param>
    /// <param name="draft">What is known of the draft; the output is kept there.</param>
    public async Task<TrialResult> Run(PlannedNode node, TrialData data, DraftData draft, CancellationToken cancellation)
    {
        var begun = time.GetTimestamp();
        var secrets = credentials.Current.For(draft.Workflow);
        var key = $"trial-{Ids.New(time.GetUtcNow())}/{node.Id}";
        var scope = new TrialScope(draft.Workflow, draft.LastRun?.Id);
        var result = Mask(node.Settings.Each is null ? await Try(node, data, key, scope, secrets, cancellation) : await TryItems(node, data, key, scope, secrets, cancellation), secrets);
        result = result with { Took = time.GetElapsedTime(begun), Missing = data.Missed };
        if (result is { IsOutput: true, Output: { } output, Missing.Count: 0 })
            await outputs.Keep(draft.Workflow, node.Id, output, result.Ports, scope.Run);
        return result;
    }

    static TrialResult Mask(TrialResult result, Secrets secrets) => result with
    {
        Output = result.Output is { } output ? secrets.Mask.Mask(output) : null,
        Error = result.Error is { } error ? secrets.Mask.Mask(error) : null,
        Log = result.Log is { } log ? [.. log.Select(secrets.Mask.Mask)] : null,
    };

    async Task<TrialResult> Try(PlannedNode node, INodeData data, string key, TrialScope scope, Secrets secrets, CancellationToken cancellation) =>
        await nodes.Try(node, data, key, scope, secrets, cancellation) is var outcome && outcome is NodeOutcome.Committing committing ? await Rehearse(committing) : Result(outcome) with { Log = outcome.Log };

    async Task<TrialResult> TryItems(PlannedNode node, INodeData data, string key, TrialScope scope, Secrets secrets, CancellationToken cancellation)
    {
        var rehearsed = new RehearsedItems(this);
        return await items.Try(node, data, key, scope, secrets, rehearsed, cancellation) switch
        {
            ItemsEnd.Completed completed => new(completed.Outcome.Output, null, [], default, Remark: rehearsed.HasChanges ? RolledBack : null, Log: completed.Outcome.Log) { IsOutput = true },
            ItemsEnd.Failed failed => new(null, failed.Outcome.Error, [], default, Log: failed.Outcome.Log),
            _ => new(null, "The test was cancelled.", [], default),
        };
    }

    static TrialResult Result(NodeOutcome outcome) => outcome switch
    {
        NodeOutcome.Completed completed => new(completed.Output, null, [.. completed.Taken], default, completed.Format) { IsOutput = true },
        NodeOutcome.Waiting waiting => new(waiting.Output, null, [], default, Remark: $"A run would wait until {waiting.Until:O}, then continue with this.") { IsOutput = true },
        NodeOutcome.Asking asking => new(Json.Text(asking.Question.Text), null, [], default, OutputFormat.Markdown, "A run would ask this, and wait for the answer."),
        NodeOutcome.AwaitRuns wish => new(Json.From(wish.Runs), null, [], default, Remark: $"A run would run “{wish.Workflow}” with this, and wait for the results."),
        NodeOutcome.Failed failed => new(null, failed.Error, [], default),
        _ => throw new InvalidOperationException($"No trial ends with {outcome.GetType().Name}."),
    };

    /// <summary>Applies a change and rolls it back: a trial must not change what runs have stored.</summary>
    async Task<TrialResult> Rehearse(NodeOutcome.Committing committing)
    {
        JsonElement output = default;
        try
        {
            await database.Write<bool>(writer =>
            {
                output = committing.Change(writer);
                throw new RolledBackException();
            });
        }
        catch (RolledBackException)
        {
            return new(output, null, [], default, Remark: RolledBack) { IsOutput = true };
        }
        catch (NodeException error)
        {
            return new(null, error.Message, [], default);
        }
        throw new InvalidOperationException("A change that was to be rolled back was kept.");
    }

    /// <summary>Keeps nothing of the items: each of their changes is rolled back.</summary>
    sealed class RehearsedItems(NodeTrial trial) : IItemLog
    {
        public bool HasChanges { get; private set; }

        public Task Keep(int index, JsonElement list, JsonElement output) => Task.CompletedTask;

        public async Task<NodeOutcome> Commit(int index, JsonElement list, NodeOutcome.Committing change)
        {
            HasChanges = true;
            var result = await trial.Rehearse(change);
            return result.Output is { } output ? new NodeOutcome.Completed(output) : new NodeOutcome.Failed(result.Error!);
        }

        public void Report(NodeProgress progress) { }
    }

    sealed class RolledBackException : Exception;
}
