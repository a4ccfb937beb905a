using System.Text.Json;
using HtmxFlows.Data;

namespace HtmxFlows.Views;

/// <summary>How a value is shown.</summary>
public enum DataForm { Table, Tree, Json }

/// <summary>A value of a draft as the editor shows it, small however large it is.</summary>
/// <param name="Most">The most rows of a table.</param>
public sealed record DataView(JsonElement Value, int Most = DataView.MostRows)
{
    /// <summary>The most rows of a table in the data drawer.</summary>
    public const int MostRows = 25;

    /// <summary>The most characters of JSON.</summary>
    const int MostText = 10_000;

    /// <summary>What it is, in a few words.</summary>
    public string Title => Value.ValueKind switch
    {
        JsonValueKind.Object => $"Object with {Words.Count(Value.GetPropertyCount(), "field")}",
        JsonValueKind.Array => $"List of {Words.Count(Value.GetArrayLength(), "item")}",
        JsonValueKind.String => "Text",
        JsonValueKind.Number => "Number",
        JsonValueKind.Null => "Null",
        _ => "Boolean",
    };

    /// <summary>The value as a table; null if it is no list of objects and no object.</summary>
    public DataTable? Table => DataTable.Of(Value, Most);

    /// <summary>The values in it as a tree of limited depth and breadth; empty if it is no list and no object.</summary>
    public IReadOnlyList<Reference> Tree => ReferenceTree.In(Value);

    /// <summary>A text as it is, any other value as indented JSON; cut if it is long.</summary>
    public string Text => Excerpt.Start(Whole, MostText);

    /// <summary>The length of the whole text, in characters, if it is cut; null if it is not.</summary>
    public int? CutFrom => Whole.Length > MostText ? Whole.Length : null;

    string Whole => field ??= Value.ValueKind == JsonValueKind.String ? Value.GetString()! : Json.Pretty(Value);

    /// <summary>The first files in it.</summary>
    public IReadOnlyList<FileLine> Files => FileLine.In(Value, MostFiles);

    const int MostFiles = 20;
}
