using System.Text.Json;
using HtmxFlows.Credentials;
using HtmxFlows.Expressions;

namespace HtmxFlows.Nodes;

/// <summary>What a node's execution may see: the data of its run, its identity, and the clock.</summary>
/// <param name="Data">The values that templates and compute refer to by name.</param>
/// <param name="IdempotencyKey">The same for every attempt of this node in this run.</param>
/// <param name="Time">The clock.</param>
/// <param name="Limits">What one node may use.</param>
public sealed record NodeContext(INodeData Data, string IdempotencyKey, TimeProvider Time, NodeLimits Limits) : ExpressionContext(Data, Limits.OutputBytes, Time)
{
    /// <summary>The <c>traceparent</c> that a request of the node sends, so that its trace continues; null if there is none.</summary>
    public string? TraceParent { get; init; }

    /// <summary>Reports the node's text so far to viewers. It is kept nowhere.</summary>
    public Action<string> ReportText { get; init; } = _ => { };

    /// <summary>The earlier turns of the run's conversation, oldest first.</summary>
    public Func<IReadOnlyList<Turn>> EarlierTurns { get; init; } = () => [];

    /// <summary>The files that it may read, and where it makes new ones.</summary>
    public NodeFiles Files { get; init; } = NodeFiles.None;

    /// <summary>The workflow of a name or an id; null if none can be called so.</summary>
    public Func<string, CallableWorkflow?> FindWorkflow { get; init; } = _ => null;

    /// <summary>The credential that a field names; null if the field is empty.</summary>
    /// <exception cref="NodeException">There is none, or this workflow may not use it here.</exception>
    public OpenCredential? Credential(string name, CredentialUse use) =>
        name.Length == 0 ? null : Secrets.FindCredential(name, CredentialKind.For(use)) is var (found, problem) && found is not null ? found : throw new NodeException(problem);

    /// <summary>Refuses to change a text in a way that would hide a secret in it from the mask.</summary>
    /// <exception cref="NodeException">The text holds a secret.</exception>
    public void RefuseSecret(string text, string change)
    {
        if (Secrets.Mask.Knows(text))
            throw new NodeException($"The value contains a secret, which cannot be {change}: outputs are stored. Use {{{{secrets.NAME}}}} in the field of the node that sends it.");
    }

    /// <summary>The same with values of the node's own, which hide values of the run of the same name.</summary>
    public NodeContext With(params (string Name, JsonElement Value)[] own) => this with { Data = new OwnData(Data, own) };

    sealed class OwnData(INodeData run, (string Name, JsonElement Value)[] own) : INodeData
    {
        public JsonElement? Find(string name) => Array.Find(own, value => value.Name == name) is { Name: not null } found ? found.Value : run.Find(name);

        public IEnumerable<string> Names => own.Select(value => value.Name).Concat(run.Names).Distinct();
    }
}
