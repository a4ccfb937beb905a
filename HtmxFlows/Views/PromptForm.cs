using System.Text.Json;
using HtmxFlows.Inputs;
using HtmxFlows.Runs;

namespace HtmxFlows.Views;

/// <summary>The form that starts a run.</summary>
/// <param name="Inputs">The fields of the workflow's inputs.</param>
public sealed record PromptForm(Guid Workflow, IReadOnlyList<InputField> Inputs)
{
    /// <summary>The conversation that the run continues; null starts a new one.</summary>
    public Guid? Thread { get; init; }

    /// <summary>Whether it runs the draft of the workflow.</summary>
    public bool IsOfDraft { get; init; }

    /// <summary>The text of the prompt.</summary>
    public string? Prompt { get; init; }

    /// <summary>The trigger that was chosen, and what was written as its data; null if the form was not sent.</summary>
    public SentTrigger? Fired { get; init; }

    /// <summary>The problems that belong to no input; null if there are none.</summary>
    public string? Problem { get; init; }

    /// <summary>How it is sent: as parts if it has files; null is the usual way.</summary>
    public string? Encoding => Inputs.Any(input => input.Input.Type == FlowInputType.File) ? "multipart/form-data" : null;

    /// <summary>The form with the reasons of a refusal, each at its field.</summary>
    public PromptForm Refused(RunStart.NotStarted start)
    {
        InputField[] inputs = [.. Inputs.Select(input => input with { Problem = start.Fields.FirstOrDefault(problem => problem.Field == input.Name)?.Message })];
        string[] others = [.. start.Fields.Where(problem => inputs.All(input => input.Name != problem.Field)).Select(problem => problem.Message)];
        return this with { Inputs = inputs, Problem = start.Fields.Count == 0 ? start.Problem : others.Length == 0 ? null : string.Join(' ', others) };
    }
}

/// <summary>The field of an input.</summary>
/// <param name="Text">The value of the field.</param>
/// <param name="Problem">The problem with the sent value; null if there is none.</param>
public sealed record InputField(FlowInput Input, string Text, string? Problem = null)
{
    /// <summary>The name of a file that was sent before and is kept; null if there is none.</summary>
    public string? Kept { get; init; }

    /// <summary>A prefix that keeps ids unique if forms on the same page have fields of the same name.</summary>
    public string Form { get; init; } = "";

    public string Name => InputValues.Prefix + Input.Name;

    /// <summary>The id of its element.</summary>
    public string Id => DomIds.Field(Form + Name);

    /// <summary>The ids of its help and its problem, for <c>aria-describedby</c>.</summary>
    public string? DescribedBy => string.Join(' ', new[] { Input.Help.Length > 0 ? $"{Id}-help" : null, Kept is null ? null : $"{Id}-kept", Problem is null ? null : $"{Id}-problem" }.OfType<string>())
        is { Length: > 0 } ids ? ids : null;

    /// <summary>Fields with the values of an earlier run where they still fit, otherwise with the defaults.</summary>
    public static IReadOnlyList<InputField> Of(IReadOnlyList<FlowInput> declared, JsonElement? earlier = null) =>
        [.. declared.Select(input => new InputField(input, InputValues.ToText(input, Earlier(input, earlier) ?? input.Default)))];

    /// <summary>Fields with the sent values.</summary>
    public static IReadOnlyList<InputField> Of(IReadOnlyList<FlowInput> declared, IReadOnlyDictionary<string, string> sent) =>
        [.. declared.Select(input => new InputField(input, sent.GetValueOrDefault(input.Name) ?? InputValues.ToText(input, input.Default)))];

    static JsonElement? Earlier(FlowInput input, JsonElement? values) =>
        values is { } all && all.TryGetProperty(input.Name, out var value) && (value.ValueKind == JsonValueKind.Null || InputValues.Fits(input, value)) ? value : null;
}
