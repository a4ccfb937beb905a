using System.Text.Json;
using HtmxFlows.Data;
using HtmxFlows.Nodes;
using HtmxFlows.Runs;

namespace HtmxFlows.Web;

/// <summary>A node's output as the conversation shows it: text as text, Markdown as such, anything else as foldable JSON.</summary>
public sealed class Output
{
    const int MostShown = 8000, LinesUnfolded = 16;

    readonly JsonElement value;

    public Output(Guid run, NodeCompleted completed)
    {
        value = completed.Output;
        IsMarkdown = completed.Format == OutputFormat.Markdown && value.ValueKind == JsonValueKind.String;
        var whole = IsText ? value.GetString()! : Json.Pretty(value);
        Length = whole.Length;
        Shown = IsCut ? whole[..(char.IsHighSurrogate(whole[MostShown - 1]) ? MostShown - 1 : MostShown)] : whole;
        Address = $"/runs/{run}/output?node={Uri.EscapeDataString(completed.NodeId)}";
    }

    public bool IsMarkdown { get; }

    public bool IsText => value.ValueKind == JsonValueKind.String;

    /// <summary>The text, or the beginning of a long one.</summary>
    public string Shown { get; }

    public bool IsCut => Length > MostShown;

    /// <summary>How long the whole is, in characters.</summary>
    public int Length { get; }

    /// <summary>Where the whole can be read.</summary>
    public string Address { get; }

    public bool IsShort => Shown.AsSpan().Count('\n') < LinesUnfolded;

    public string Title => value.ValueKind switch
    {
        JsonValueKind.Object => $"Object with {Words.Count(value.GetPropertyCount(), "field")}",
        JsonValueKind.Array => $"List of {Words.Count(value.GetArrayLength(), "item")}",
        JsonValueKind.Number => "Number",
        JsonValueKind.Null => "Nothing",
        _ => "True or false",
    };
}
