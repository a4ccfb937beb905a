using System.Runtime.InteropServices;
using System.Text.Json;
using HtmxFlows.Data;
using HtmxFlows.Nodes;

namespace HtmxFlows.Runs;

/// <summary>The limits of what nodes give, in size and in shape. Pure.</summary>
sealed class OutputLimits(RunLimits runs, NodeLimits nodes)
{
    /// <summary>Says that an output is too large for what the run has kept already, or cannot be kept at all; null if it can be kept.</summary>
    public string? FindLimitViolation(RunState run, JsonElement output) => FindLimitViolation(output) ?? FindLimitViolation(run, JsonMarshal.GetRawUtf8Value(output).Length);

    /// <summary>Says that an output that grows has become too large, in bytes of JSON; null if it has not.</summary>
    public string? FindLimitViolation(RunState run, long bytes) => FindLimitViolation(bytes)
        ?? (run.OutputBytes + bytes > runs.OutputBytes
            ? $"The outputs of the run's nodes exceed {runs.OutputBytes} bytes of JSON together, the limit of a run. Return less from the nodes, or split the work into several runs."
            : null);

    /// <summary>Says that an output is too large or too deep, or holds half a character; null if it can be kept.</summary>
    public string? FindLimitViolation(JsonElement output)
    {
        var json = JsonMarshal.GetRawUtf8Value(output);
        if (FindLimitViolation(json.Length) is { } violation)
            return violation;
        if (Json.HasHalfCharacter(output))
            return "The output contains half a surrogate pair, which is not a character. Return another text from the node.";
        // A level takes two characters, so that most outputs need no look inside.
        return json.Length > 2 * Json.MaxDepth && Json.IsTooDeep(output)
            ? $"The output nests deeper than {Json.MaxDepth} levels, the limit of a node. Return a part of it from the node."
            : null;
    }

    string? FindLimitViolation(long bytes) => bytes <= nodes.OutputBytes ? null
        : $"The output is larger than {nodes.OutputBytes} bytes of JSON, the limit of a node. Return less from the node, or store it elsewhere.";
}
