using System.Text.Json;
using HtmxFlows.Data;
using HtmxFlows.Files;
using HtmxFlows.Nodes;
using HtmxFlows.Runs;

namespace HtmxFlows.Views;

/// <summary>A node's output in the conversation: text, rendered Markdown, or collapsible JSON.</summary>
public sealed class Output
{
    const int MostShown = 8000, MostFiles = 20;

    readonly JsonElement value;

    /// <summary>The value that is shown: of what a model answered, the answer.</summary>
    public JsonElement Value => value;

    public Output(Guid run, NodeCompleted completed) : this(completed.Output, completed.Format, $"/runs/{run}/output?node={Uri.EscapeDataString(completed.NodeId)}")
    {
    }

    /// <param name="address">The address of the full output.</param>
    public Output(JsonElement output, OutputFormat? format, string address)
    {
        (value, Facts) = format == OutputFormat.Answer ? (AnswerIn(output), FactsOf(output)) : (output, null);
        IsMarkdown = format is OutputFormat.Markdown or OutputFormat.Answer && value.ValueKind == JsonValueKind.String;
        var whole = IsText ? value.GetString()! : Json.Pretty(value);
        Length = whole.Length;
        Shown = Excerpt.Start(whole, MostShown);
        Files = FileLine.In(value, MostFiles);
        Address = address;
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

    /// <summary>What a model answered: its text, or the value that was read from it.</summary>
    public static JsonElement AnswerIn(JsonElement output) => output.TryGetProperty("value", out var read) ? read : output.GetProperty("text");

    static string FactsOf(JsonElement answer)
    {
        var usage = answer.GetProperty("usage");
        var finish = answer.GetProperty("finish").GetString();
        var tokens = $"{usage.GetProperty("input")} + {usage.GetProperty("output")} tokens";
        return $"{answer.GetProperty("model").GetString()} · {tokens}{(finish == "length" ? " · cut off at the token limit" : "")}";
    }

    public string Title => value.ValueKind switch
    {
        JsonValueKind.Object => $"Object with {Words.Count(value.GetPropertyCount(), "field")}",
        JsonValueKind.Array => $"List of {Words.Count(value.GetArrayLength(), "item")}",
        JsonValueKind.Number => "Number",
        JsonValueKind.Null => "Null",
        _ => "Boolean",
    };
}
