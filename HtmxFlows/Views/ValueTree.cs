using System.Text.Json;
using HtmxFlows.Data;

namespace HtmxFlows.Views;

/// <summary>A value as a tree: the first members at each level.</summary>
/// <param name="Name">Its name, or its number from 1 in a list; null for the whole value.</param>
public sealed record ValueTree(string? Name, JsonElement Value, int Depth = 0)
{
    const int MostAtTop = 50, MostBelow = 10, MostDepth = 3, LongestText = 200;

    public bool IsLeaf => Value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array) || Depth == MostDepth;

    public string Text => Value.ValueKind is JsonValueKind.Object or JsonValueKind.Array ? Gist.Of(Value) : Excerpt.Of(Json.AsText(Value), LongestText);

    public int Count => Value.ValueKind == JsonValueKind.Array ? Value.GetArrayLength() : Value.GetPropertyCount();

    int Most => Depth == 0 ? MostAtTop : MostBelow;

    public bool IsCut => Count > Most;

    /// <summary>The first members or items.</summary>
    public IEnumerable<ValueTree> Children => Value.ValueKind == JsonValueKind.Array
        ? Value.EnumerateArray().Take(Most).Select((item, index) => new ValueTree(Words.Invariant($"{index + 1}"), item, Depth + 1))
        : Value.EnumerateObject().Take(Most).Select(member => new ValueTree(member.Name, member.Value, Depth + 1));
}
