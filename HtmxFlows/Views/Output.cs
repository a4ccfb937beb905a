using System.Text.Json;
using HtmxFlows.Data;
using HtmxFlows.Nodes;
using HtmxFlows.Runs;

namespace HtmxFlows.Views;

/// <summary>A node's output as the conversation shows it: text as text, Markdown as such, anything else as foldable JSON.</summary>
public sealed class Output
{
    const int MostShown = 8000, LinesUnfolded = 16;

    readonly JsonElement value;

    public Output(Guid run, NodeCompleted completed)
    {
        (value, Facts) = completed.Format == OutputFormat.Answer ? Said(completed.Output) : (completed.Output, null);
        IsMarkdown = completed.Format is OutputFormat.Markdown or OutputFormat.Answer && value.ValueKind == JsonValueKind.String;
        var whole = IsText ? value.GetString()! : Json.Pretty(value);
        Length = whole.Length;
        Shown = IsCut ? whole[..(char.IsHighSurrogate(whole[MostShown - 1]) ? MostShown - 1 : MostShown)] : whole;
        Address = $"/runs/{run}/output?node={Uri.EscapeDataString(completed.NodeId)}";
    }

    /// <summary>What is told of an answer besides what it says; null if nothing.</summary>
    public string? Facts { get; }

    public bool IsMarkdown { get; }

    public bool IsText => value.ValueKind == JsonValueKind.String;

    /// <summary>The text, or the beginning of a long one.</summary>
    public string Shown { get; }

    public bool IsCut => Length > MostShown;

    /// <summary>How long the whole is, in characters.</summary>
    public int Length { get; }

    /// <summary>Where the whole can be read.</summary>
    public string Address { get; }

    /// <summary>The newest part of a text that grows.</summary>
    public static string EndOf(string text)
    {
        var from = text.Length - MostShown;
        return from <= 0 ? text : "…" + text[(char.IsLowSurrogate(text[from]) ? from + 1 : from)..];
    }

    static (JsonElement Value, string? Facts) Said(JsonElement answer)
    {
        var usage = answer.GetProperty("usage");
        var finish = answer.GetProperty("finish").GetString();
        var tokens = $"{usage.GetProperty("input")} + {usage.GetProperty("output")} tokens";
        return (answer.TryGetProperty("value", out var read) ? read : answer.GetProperty("text"),
            $"{answer.GetProperty("model").GetString()} · {tokens}{(finish == "length" ? " · cut off at the most tokens" : "")}");
    }

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
