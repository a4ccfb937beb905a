using System.Text.Json;

namespace HtmxFlows.Expressions;

/// <summary>The values that a node sees: <c>prompt</c>, <c>input</c>, <c>run</c>, <c>nodes</c>, and each earlier node's output by its id.</summary>
public interface INodeData
{
    /// <summary>The value of that name, or null if there is none.</summary>
    JsonElement? Find(string name);

    /// <summary>The names that have a value.</summary>
    IEnumerable<string> Names { get; }
}
