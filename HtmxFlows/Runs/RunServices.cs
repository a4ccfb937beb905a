using System.Runtime.InteropServices;
using System.Text.Json;
using HtmxFlows.Credentials;
using HtmxFlows.Data;
using HtmxFlows.Nodes;
using Microsoft.Extensions.Logging;

namespace HtmxFlows.Runs;

/// <summary>What every execution of a run shares.</summary>
public sealed class RunServices(Journal journal, TimeProvider time, RunLimits limits, NodeLimits nodeLimits, ApprovalAddresses approvals, ILogger<RunServices> logger, Secrets? secrets = null, DatabaseTroubleLog? troubles = null)
{
    public Journal Journal { get; } = journal;

    public TimeProvider Time { get; } = time;

    public Clock Clock { get; } = new(time);

    public RunLimits Limits { get; } = limits;

    public NodeLimits NodeLimits { get; } = nodeLimits;

    public ApprovalAddresses Approvals { get; } = approvals;

    public Secrets Secrets { get; } = secrets ?? Secrets.None;

    /// <summary>Logs without secrets.</summary>
    public ILogger Logger { get; } = new MaskedLogger(logger, (secrets ?? Secrets.None).Mask, troubles);

    /// <summary>Called when a node that goes on has come further, on the thread of its run: be quick.</summary>
    public event Action<Guid, string, NodeProgress>? Progressed;

    public void TellProgress(Guid run, string node, NodeProgress progress) => Progressed?.Invoke(run, node, progress);

    /// <summary>Where every event is made: what it holds of secrets is masked before anybody can see it, the run itself included.</summary>
    public RunEvent Number(RunState run, RunEvent next) => Secrets.Mask.Mask(next with { Seq = run.LastSeq + 1, At = Time.GetUtcNow() });

    /// <summary>Numbers events as the next ones of a run.</summary>
    /// <returns>The run after them, and the events.</returns>
    public (RunState After, IReadOnlyList<RunEvent> Events) Number(RunState run, IReadOnlyList<RunEvent> next)
    {
        List<RunEvent> numbered = [];
        foreach (var one in next)
        {
            numbered.Add(Number(run, one));
            run = run.Apply(numbered[^1]);
        }
        return (run, numbered);
    }

    /// <summary>The places for nodes that wait for the world outside; those that compute have <see cref="Threads"/>.</summary>
    internal FairPlaces Places { get; } = new(limits.ParallelNodes, Math.Clamp(limits.ParallelNodes / RunLimits.GuaranteedNodes, 1, RunLimits.GuaranteedNodes));

    public ComputeThreads Threads { get; } = new();

    /// <summary>Says that an output is too large for what the run has kept already, or cannot be kept at all; null if it can.</summary>
    public string? FindExcess(RunState run, JsonElement output) => FindExcess(output)
        ?? (run.OutputBytes + JsonMarshal.GetRawUtf8Value(output).Length > Limits.OutputBytes
            ? $"The outputs of the run's nodes are together larger than {Limits.OutputBytes} bytes of JSON, the limit of a run. Have the nodes give less, or split the work into several runs."
            : null);

    /// <summary>Says that an output is too large or too deep to be kept, or no text, or null if it is not.</summary>
    public string? FindExcess(JsonElement output)
    {
        var json = JsonMarshal.GetRawUtf8Value(output);
        if (json.Length > NodeLimits.OutputBytes)
            return $"The output is larger than {NodeLimits.OutputBytes} bytes of JSON, the limit of a node. Have the node give less, or store it elsewhere.";
        if (Json.HasHalfCharacter(output))
            return "The output holds a text with half a surrogate pair, which is no character. Have the node give another.";
        // A level takes two characters, so that most outputs need no look inside.
        return json.Length > 2 * Json.MaxDepth && Json.IsTooDeep(output)
            ? $"The output nests deeper than {Json.MaxDepth} levels, the limit of a node. Have the node give a part of it."
            : null;
    }
}
