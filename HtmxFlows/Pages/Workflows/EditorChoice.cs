using HtmxFlows.Views;
using HtmxFlows.Workflows;

namespace HtmxFlows.Pages.Workflows;

/// <summary>What is beside the diagram.</summary>
public enum EditorPanel { Overview, Node, Edge, Add, Replace, Nodes, Settings, Publish, Run }

/// <summary>What the editor shows, as its query says it.</summary>
public sealed record EditorChoice
{
    /// <summary>The longest value that an address repeats, in characters; a longer one is omitted, since proxies refuse long addresses.</summary>
    const int LongestValue = 500;

    /// <summary>The node whose form is open.</summary>
    public string? Node { get; init; }

    /// <summary>The selected edge.</summary>
    public string? Edge { get; init; }

    /// <summary>Where a node is to be added.</summary>
    public NodePlace? Add { get; init; }

    /// <summary>The node or edge at which it is to be added.</summary>
    public string? To { get; init; }

    /// <summary>The port of that node.</summary>
    public string? Port { get; init; }

    /// <summary>The search in the catalogue.</summary>
    public string? Q { get; init; }

    /// <summary>The field of the node's form into which a value is to be inserted.</summary>
    public string? Into { get; init; }

    /// <summary>The field of the form that gets the focus.</summary>
    public string? At { get; init; }

    /// <summary>How the data of the node is shown.</summary>
    public DataForm? Data { get; init; }

    /// <summary>The run up to the node that is under way.</summary>
    public Guid? Run { get; init; }

    /// <summary>The tab of the node's panel.</summary>
    public NodeTab? Tab { get; init; }

    public EditorPanel Panel { get; init; }

    /// <summary>The choice as parameters of an address.</summary>
    public IEnumerable<(string Key, string? Value)> Query => new[]
    {
        ("node", Node), ("edge", Edge), ("add", Add?.ToString().ToLowerInvariant()), ("to", To), ("port", Port), ("q", Q), ("into", Into), ("at", At), ("run", Run?.ToString()), ("data", Data?.ToString().ToLowerInvariant()), ("tab", Tab is null or NodeTab.Parameters ? null : Tab.ToString()!.ToLowerInvariant()),
        ("panel", Panel == EditorPanel.Overview ? null : Panel.ToString().ToLowerInvariant()),
    }.Where(pair => pair.Item2 is { Length: > 0 and <= LongestValue });
}
