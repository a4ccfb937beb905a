using System.Text.Json;
using HtmxFlows.Nodes;

namespace HtmxFlows.Views;

/// <summary>What a person has answered, in words.</summary>
/// <param name="Decision">What was on the button.</param>
/// <param name="By">Who answered; null if that is not known.</param>
public sealed record AnswerInWords(string Decision, string? By, IReadOnlyList<GivenInput> Fields)
{
    /// <summary>The answer in the output of a node that has asked; null for any other output.</summary>
    public static AnswerInWords? Of(Question? question, JsonElement output) =>
        question is null || output.ValueKind != JsonValueKind.Object || Text(output, "decision") is not { } name ? null
        : new(question.Decisions.FirstOrDefault(decision => decision.Name == name)?.Title ?? name, Text(output, "by"),
            GivenInput.Of(output.TryGetProperty("fields", out var fields) && fields.ValueKind == JsonValueKind.Object ? fields : null, question.Fields));

    static string? Text(JsonElement output, string name) =>
        output.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text ? text : null;
}
