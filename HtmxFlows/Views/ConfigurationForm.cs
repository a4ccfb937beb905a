using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using HtmxFlows.Data;
using HtmxFlows.Inputs;

namespace HtmxFlows.Views;

/// <summary>Makes forms from configuration records, and reads what they send. A field that was not changed leaves the data as it is.</summary>
public static partial class ConfigurationForm
{
    const int MostRows = 1000;

    /// <summary>The fields of a form.</summary>
    /// <param name="data">The object that the form changes.</param>
    /// <param name="prefix">The prefix of the names of its fields, which the keys of problems do not have: <c>data.</c></param>
    /// <param name="problems">By the keys of fields, rows included.</param>
    public static IReadOnlyList<FormField> Of(ConfigurationShape shape, JsonElement data, string prefix, ILookup<string, string> problems, string path = "") =>
        [.. shape.Fields.Select(field => Of(field, Member(data, field.Name), prefix, problems, path + field.Name))];

    static FormField Of(ConfigurationField field, JsonElement? value, string prefix, ILookup<string, string> problems, string path) => new(
        field, prefix + path, Shown(field, value), problems[path].FirstOrDefault(),
        field.Group is { } group ? [Of(group, value ?? Json.EmptyObject, prefix, problems, path + ".")]
        : field.Rows is { } rows && value is { ValueKind: JsonValueKind.Array } list
            ? [.. list.EnumerateArray().Select((row, index) => Of(rows, row, prefix, problems, Row(path, index) + "."))] : []);

    /// <summary>The text of a field for a value; null is no value.</summary>
    public static string Shown(ConfigurationField field, JsonElement? value)
    {
        // Without a value, the default applies; a required field has none.
        var shown = value is { ValueKind: not JsonValueKind.Null } ? value : field.Required ? null : field.Default;
        return shown is not { } there ? field.Kind == FieldKind.Switch ? "false" : ""
            : there.ValueKind == JsonValueKind.String ? there.GetString()!
            : field.Kind == FieldKind.Texts && there.ValueKind == JsonValueKind.Array && there.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String)
                ? string.Join('\n', there.EnumerateArray().Select(item => item.GetString()))
            : there.ValueKind is JsonValueKind.Object or JsonValueKind.Array ? Json.Pretty(there)
            : there.GetRawText();
    }

    /// <summary>Changes an object by what a form sent.</summary>
    /// <param name="data">The object as it was when the form was made.</param>
    public static void Read(ConfigurationShape shape, JsonObject data, IFormCollection sent, string prefix)
    {
        foreach (var field in shape.Fields)
        {
            var name = prefix + field.Name;
            if (field.Rows is { } rows)
                ReadRows(rows, field.Name, data, sent, name);
            else if (field.Group is { } group)
                ReadGroup(group, field.Name, data, sent, name);
            else if (sent.TryGetValue(name, out var texts))
                Write(field, data, field.Kind == FieldKind.Switch ? texts.Contains("true") ? "true" : "false" : texts[^1]!.ReplaceLineEndings("\n"));
        }
    }

    static void ReadRows(ConfigurationShape rows, string key, JsonObject data, IFormCollection sent, string name)
    {
        int[] there = [.. sent.Keys.Select(key => RowName().Match(key)).Where(match => match.Groups["list"].Value == name)
            .Select(match => int.TryParse(match.Groups["index"].Value, CultureInfo.InvariantCulture, out var index) ? index : -1).Where(index => index is >= 0 and < MostRows).Distinct().Order()];
        if (there.Length == 0)
            return;
        var before = data[key] as JsonArray ?? [];
        var after = new JsonArray();
        foreach (var index in there)
        {
            var row = index < before.Count && before[index] is JsonObject old ? (JsonObject)old.DeepClone() : [];
            Read(rows, row, sent, Row(name, index) + ".");
            after.Add(row);
        }
        data[key] = after;
    }

    /// <summary>A group is there if anything in it was filled in, until what it requires is cleared.</summary>
    static void ReadGroup(ConfigurationShape group, string key, JsonObject data, IFormCollection sent, string name)
    {
        if (data[key] is not (null or JsonObject))
            return;
        var before = data[key] as JsonObject ?? [];
        var after = (JsonObject)before.DeepClone();
        Read(group, after, sent, name + ".");
        if (after.Count == 0 || IsWhole(group, before) && !IsWhole(group, after))
            data.Remove(key);
        else
            data[key] = after;
    }

    static bool IsWhole(ConfigurationShape group, JsonObject data) => group.Fields.All(field => !field.Required || data.ContainsKey(field.Name));

    /// <summary>Adds a row to a list of rows.</summary>
    /// <param name="name">The list's name in the form, without the form's prefix.</param>
    /// <param name="shape">The fields of the form, so that the row begins with what its fields need; without it the row is empty.</param>
    public static void AddRow(JsonObject data, string name, ConfigurationShape? shape = null)
    {
        var (owner, key) = Owner(data, name);
        if (owner is not null && (owner[key] as JsonArray ?? (owner[key] = new JsonArray()).AsArray()) is { Count: < MostRows } rows)
            rows.Add(shape?.RowsOf(name)?.Started() ?? []);
    }

    /// <summary>Removes a row.</summary>
    /// <param name="name">The row's name in the form, without the form's prefix: <c>headers[2]</c>.</param>
    public static void RemoveRow(JsonObject data, string name)
    {
        if (RowName().Match(name + ".") is not { Success: true } row || !int.TryParse(row.Groups["index"].Value, CultureInfo.InvariantCulture, out var index))
            return;
        var (owner, key) = Owner(data, row.Groups["list"].Value);
        if (owner?[key] is JsonArray rows && index < rows.Count)
            rows.RemoveAt(index);
    }

    /// <summary>Appends to the text of a field.</summary>
    /// <param name="name">The field's name in the form, without the form's prefix.</param>
    public static void Append(JsonObject data, string name, string text)
    {
        if (Owner(data, name, isMade: true) is ({ } owner, { Length: > 0 } key))
            owner[key] = $"{owner[key]}{text}";
    }

    /// <summary>The text of a field; null if it has none.</summary>
    /// <param name="name">The field's name in the form, without the form's prefix.</param>
    public static string? TextOf(JsonObject data, string name) =>
        Owner(data, name) is ({ } owner, var key) && owner[key] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    /// <summary>The object that holds a field, and the field's key in it; null if there is no such object.</summary>
    /// <param name="isMade">Whether a missing object is added.</param>
    static (JsonObject? Owner, string Key) Owner(JsonObject data, string name, bool isMade = false)
    {
        var steps = name.Split('.');
        JsonNode? at = data;
        foreach (var step in steps[..^1])
        {
            var match = Step().Match(step);
            var (holder, key) = (at as JsonObject, match.Groups["key"].Value);
            at = holder?[key] ?? (isMade && holder is not null && !match.Groups["index"].Success ? holder[key] = new JsonObject() : null);
            if (match.Groups["index"] is { Success: true } index)
                at = at is JsonArray rows && int.TryParse(index.Value, CultureInfo.InvariantCulture, out var number) && number < rows.Count ? rows[number] : null;
        }
        return (at as JsonObject, steps[^1]);
    }

    public static string Row(string list, int index) => string.Create(CultureInfo.InvariantCulture, $"{list}[{index}]");

    static void Write(ConfigurationField field, JsonObject data, string text)
    {
        var old = data[field.Name] is { } node ? Json.From(node) : (JsonElement?)null;
        if (text == Shown(field, old).ReplaceLineEndings("\n"))
            return;
        if (text.Length == 0 && (field.Default is null || field.Kind is FieldKind.Number or FieldKind.Choice))
            data.Remove(field.Name);
        else
            data[field.Name] = Value(field, text, old);
    }

    static JsonNode? Value(ConfigurationField field, string text, JsonElement? old) => field.Kind switch
    {
        FieldKind.Switch => text == "true",
        // A text that is not a number is kept, so that the check can report it.
        FieldKind.Number => Json.TryParse(text) is { ValueKind: JsonValueKind.Number } number ? JsonValue.Create(number) : text,
        FieldKind.Texts => new JsonArray([.. text.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0).Select(line => (JsonNode)line)]),
        FieldKind.Json => Json.TryParse(text) is { } any ? Node(any) : text,
        // A value that was JSON and still is one keeps its type.
        FieldKind.Template when old is { ValueKind: not (JsonValueKind.String or JsonValueKind.Null) } && Json.TryParse(text) is { } same => Node(same),
        _ => text,
    };

    static JsonNode? Node(JsonElement value) => JsonSerializer.SerializeToNode(value, Json.Options);

    static JsonElement? Member(JsonElement data, string name) => data.ValueKind == JsonValueKind.Object && data.TryGetProperty(name, out var value) ? value : null;

    [GeneratedRegex(@"^(?<list>.*)\[(?<index>\d{1,4})\]\.[^\[\]]*$", RegexOptions.Singleline)]
    private static partial Regex RowName();

    [GeneratedRegex(@"^(?<key>[^\[\]]*)(\[(?<index>\d{1,4})\])?$")]
    private static partial Regex Step();
}
