using System.Text.Json;
using HtmxFlows.Data;

namespace HtmxFlows.Nodes;

/// <summary>What a node's execution may see: its run's data, its identity, and the clock.</summary>
/// <param name="Data">The values that templates and compute refer to by name.</param>
/// <param name="IdempotencyKey">The same for every attempt of this node in this run.</param>
/// <param name="Time">The clock.</param>
/// <param name="Limits">What one node may use.</param>
public sealed record NodeContext(INodeData Data, string IdempotencyKey, TimeProvider Time, NodeLimits Limits)
{
    /// <summary>What templates may send besides the data. Events are masked for the node; what it keeps or cuts itself, it masks.</summary>
    public Secrets Secrets { get; init; } = Secrets.None;

    /// <summary>Reports the node's text so far to viewers. It is kept nowhere.</summary>
    public Action<string> ReportText { get; init; } = _ => { };

    /// <summary>The earlier turns of the run's conversation, oldest first.</summary>
    public Func<IReadOnlyList<Turn>> EarlierTurns { get; init; } = () => [];

    /// <summary>The workflow of a name or an id; null if none can be called so.</summary>
    public Func<string, CallableWorkflow?> FindWorkflow { get; init; } = _ => null;

    /// <summary>The same with values of the node's own, which hide values of the run of the same name.</summary>
    public NodeContext With(params (string Name, JsonElement Value)[] own) => this with { Data = new OwnData(Data, own) };

    /// <summary>The value of a field, or the input if the field is left out; null if there is none.</summary>
    public JsonElement ValueOrInput(Template? field, CancellationToken cancellation) =>
        field is { Text.Length: > 0 } ? field.Evaluate(this, cancellation) : Data.Find("input") ?? Json.Null;

    sealed class OwnData(INodeData run, (string Name, JsonElement Value)[] own) : INodeData
    {
        public JsonElement? Find(string name) => Array.Find(own, value => value.Name == name) is { Name: not null } found ? found.Value : run.Find(name);

        public IEnumerable<string> Names => own.Select(value => value.Name).Concat(run.Names).Distinct();
    }
}

/// <summary>A run that completed earlier in the same conversation.</summary>
/// <param name="Answer">Its result as text.</param>
public sealed record Turn(string Prompt, string Answer);

/// <summary>The values that a node sees: <c>prompt</c>, <c>input</c>, <c>run</c>, <c>nodes</c>, and each earlier node's output by its id.</summary>
public interface INodeData
{
    /// <summary>The value of that name, or null if there is none.</summary>
    JsonElement? Find(string name);

    /// <summary>The names that have a value.</summary>
    IEnumerable<string> Names { get; }
}

/// <summary>The members of a JSON object.</summary>
public sealed record GivenData(JsonElement Values) : INodeData
{
    public JsonElement? Find(string name) => Values.TryGetProperty(name, out var value) ? value : null;

    public IEnumerable<string> Names => Values.EnumerateObject().Select(member => member.Name);
}

/// <summary>What one node may use; past a limit it fails with a sentence, and nothing is cut short.</summary>
public sealed class NodeLimits
{
    /// <summary>The largest output, in bytes of JSON.</summary>
    public int OutputBytes { get; set; } = 1024 * 1024;

    /// <summary>How long a node may take when its own settings do not say, in seconds.</summary>
    public double TimeoutSeconds { get; set; } = 60;
}
