using System.Text.Json;
using HtmxFlows.Data;
using HtmxFlows.Files;
using HtmxFlows.Nodes;
using HtmxFlows.Runs;

namespace HtmxFlows.Views;

/// <summary>A node's output in the conversation: text, rendered Markdown, or collapsible JSON.</summary>
public sealed class Output
{
    const int MostShown = 8000, LinesUnfolded = 16, MostFiles = 20;

    readonly JsonElement value;

    public Output(Guid run, NodeCompleted completed)
    {
        (value, Facts) = completed.Format == OutputFormat.Answer ? Said(completed.Output) : (completed.Output, null);
        IsMarkdown = completed.Format is OutputFormat.Markdown or OutputFormat.Answer && value.ValueKind == JsonValueKind.String;
        var whole = IsText ? value.GetString()! : Json.Pretty(value);
        Length = whole.Length;
        Shown = Excerpt.Start(whole, MostShown);
        Files = FileLine.In(value, MostFiles);
        Address = $"/runs/{run}/output?node={Uri.EscapeDataString(completed.NodeId)}";
    }

    /// <summary>The model and the token counts of an answer; null for other outputs.</summary>
    public string? Facts { get; }

    public bool IsMarkdown { get; }

    /// <summary>The first files in it.</summary>
    public IReadOnlyList<FileLine> Files { get; }

    /// <summary>Whether it is a file and nothing else.</summary>
    public bool IsFile => FileValue.Of(value) is not null;

    public bool IsText => value.ValueKind == JsonValueKind.String;

    /// <summary>The text, or its beginning if it is long.</summary>
    public string Shown { get; }

    public bool IsCut => Length > MostShown;

    /// <summary>The length of the full text, in characters.</summary>
    public int Length { get; }

    /// <summary>The address of the full output.</summary>
    public string Address { get; }

    /// <summary>The end of a growing text.</summary>
    public static string EndOf(string text) => Excerpt.EndOf(text, MostShown);

    static (JsonElement Value, string? Facts) Said(JsonElement answer)
    {
        var usage = answer.GetProperty("usage");
        var finish = answer.GetProperty("finish").GetString();
        var tokens = $"{usage.GetProperty("input")} + {usage.GetProperty("output")} tokens";
        return (answer.TryGetProperty("value", out var read) ? read : answer.GetProperty("text"),
            $"{answer.GetProperty("model").GetString()} · {tokens}{(finish == "length" ? " · cut off at the token limit" : "")}");
    }

    public bool IsShort => Shown.AsSpan().Count('\n') < LinesUnfolded;

    public string Title => value.ValueKind switch
    {
        JsonValueKind.Object => $"Object with {Words.Count(value.GetPropertyCount(), "field")}",
        JsonValueKind.Array => $"List of {Words.Count(value.GetArrayLength(), "item")}",
        JsonValueKind.Number => "Number",
        JsonValueKind.Null => "Null",
        _ => "Boolean",
    };
}
