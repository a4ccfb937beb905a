using HtmxFlows.Data;

namespace HtmxFlows.Workflows;

/// <summary>What was done to a flow.</summary>
/// <param name="Change">A sentence without its full stop, for the history.</param>
/// <param name="Node">The node to look at now; null is none.</param>
public sealed record FlowEdit(string Change, string? Node = null)
{
    /// <summary>The longest sentence, in characters: labels in it may be of any length.</summary>
    const int LongestChange = 200;

    public string Change { get; init => field = Excerpt.Of(value, LongestChange); } = Excerpt.Of(Change, LongestChange);

    /// <summary>The values that a form has changed, such as <c>greet data.template</c>; null if it was no form.</summary>
    public IReadOnlyList<string>? Written { get; init; }

    /// <summary>The old and the new id of a node that was renamed; null if none was.</summary>
    public (string From, string To)? Renamed { get; init; }
}
