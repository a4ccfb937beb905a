using System.Globalization;
using System.Text.Json;
using HtmxFlows.Data;
using HtmxFlows.Files;

namespace HtmxFlows.Inputs;

/// <summary>
/// Checks what a run is given against the inputs that its workflow declares, and completes it with their defaults. Pure, and the same
/// for forms, for the API and for runs that start runs.
/// </summary>
/// <remarks>The fields of the problems are <c>input.NAME</c>: what a form calls them, and where they are in the body of a call.</remarks>
public static class InputValues
{
    public const string Prefix = "input.";

    /// <summary>How many undeclared names are listed as problems, and how many names a sentence lists.</summary>
    const int MostNamed = 20;

    /// <summary>Checks values that have their types. One that is left out is its default; one that is null is nothing.</summary>
    /// <returns>An object with every declared input, or null if none is declared or there is a problem.</returns>
    public static (JsonElement? Input, IReadOnlyList<FieldProblem> Problems) OfJson(IReadOnlyList<FlowInput> declared, JsonElement? given) =>
        given is { ValueKind: not (JsonValueKind.Object or JsonValueKind.Null) } other
            ? (null, [new("input", $"The input must be an object with a value per name, but it is {Json.Describe(other)}.")])
            : Read(declared, Members(given), (input, value) => value.ValueKind == JsonValueKind.Null || Fits(input, value) ? value : null);

    /// <summary>Checks what a person wrote into a form or an address. One that is left out is its default; an empty one is nothing.</summary>
    /// <inheritdoc cref="OfJson" path="/returns"/>
    public static (JsonElement? Input, IReadOnlyList<FieldProblem> Problems) OfTexts(IReadOnlyList<FlowInput> declared, IReadOnlyDictionary<string, string> given) =>
        Read(declared, given, (input, text) => string.IsNullOrWhiteSpace(text) ? Json.Null : Parse(input, text));

    /// <summary>Whether a value other than null is of an input's type.</summary>
    public static bool Fits(FlowInput input, JsonElement value) => input.Type switch
    {
        FlowInputType.Number => value.ValueKind == JsonValueKind.Number,
        FlowInputType.Boolean => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        FlowInputType.Json => true,
        FlowInputType.File => FileValue.Of(value) is not null,
        _ when value.ValueKind != JsonValueKind.String => false,
        FlowInputType.Date => DateOnly.TryParseExact(value.GetString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
        FlowInputType.Choice => input.Choices.Contains(value.GetString()),
        _ => true,
    };

    /// <summary>A value as a form has it; what <see cref="OfTexts"/> reads as the same. Of a file it is the name: a form has to send the file again.</summary>
    public static string ToText(FlowInput input, JsonElement? value) =>
        value is not { ValueKind: not JsonValueKind.Null } given ? ""
        : input.Type == FlowInputType.Json ? Json.Pretty(given)
        : input.Type == FlowInputType.File ? FileValue.Of(given)?.Name ?? ""
        : Json.AsText(given);

    static (JsonElement? Input, IReadOnlyList<FieldProblem> Problems) Read<T>(
        IReadOnlyList<FlowInput> declared, IReadOnlyDictionary<string, T> given, Func<FlowInput, T, JsonElement?> read)
    {
        List<FieldProblem> problems = [.. given.Keys.Except(declared.Select(input => input.Name)).Take(MostNamed).Select(name => Undeclared(name, declared))];
        Dictionary<string, JsonElement> values = [];
        foreach (var input in declared)
        {
            var value = given.TryGetValue(input.Name, out var found) ? read(input, found) : input.Default ?? Json.Null;
            if (FindProblem(input, value) is { } message)
                problems.Add(new(Prefix + input.Name, message));
            values[input.Name] = value ?? Json.Null;
        }
        return (problems.Count > 0 || declared.Count == 0 ? null : Json.From(values), problems);
    }

    static string? FindProblem(FlowInput input, JsonElement? value) =>
        value is not { } given ? input.Expectation
        : input.Required && IsNothing(given) ? $"{input.Title} is required."
        : null;

    static bool IsNothing(JsonElement value) =>
        value.ValueKind == JsonValueKind.Null || value.ValueKind == JsonValueKind.String && string.IsNullOrWhiteSpace(value.GetString());

    static FieldProblem Undeclared(string name, IReadOnlyList<FlowInput> declared) => new(Prefix + name, declared.Count == 0
        ? $"The workflow has no inputs, so `{name}` is unknown. Send the text as prompt."
        : $"The workflow has no input `{name}`. Its inputs are {string.Join(", ", declared.Take(MostNamed).Select(input => $"`{input.Name}`"))}.");

    static JsonElement? Parse(FlowInput input, string text)
    {
        var value = input.Type switch
        {
            FlowInputType.Number => Number(text.Trim()),
            FlowInputType.Boolean or FlowInputType.Json or FlowInputType.File => Json.TryParse(text.Trim()),
            FlowInputType.Multiline => Json.Text(text.ReplaceLineEndings("\n")),
            _ => Json.Text(text),
        };
        return value is { } known && Fits(input, known) ? known : null;
    }

    /// <summary>JSON's own numbers stay as they were written; browsers also send such as <c>.5</c>.</summary>
    static JsonElement? Number(string text) => Json.TryParse(text)
        ?? (decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? Json.From(number) : null);

    static Dictionary<string, JsonElement> Members(JsonElement? given) =>
        given is { ValueKind: JsonValueKind.Object } members ? members.EnumerateObject().ToDictionary(member => member.Name, member => member.Value) : [];
}
