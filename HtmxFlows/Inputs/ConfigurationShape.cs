using System.Collections.Concurrent;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using HtmxFlows.Credentials;
using HtmxFlows.Data;
using HtmxFlows.Expressions;

namespace HtmxFlows.Inputs;

/// <summary>
/// The fields of a configuration record, read once from its properties and their annotations (<see cref="DisplayAttribute"/>,
/// <see cref="RequiredAttribute"/>, <see cref="RangeAttribute"/>, <see cref="DataTypeAttribute"/>). A property's initialiser is its default.
/// </summary>
public sealed class ConfigurationShape
{
    /// <summary>The limit of rows in a list.</summary>
    public const int MostRows = 1000;

    /// <summary>How many problems of one configuration are listed.</summary>
    public const int MostProblems = 200;

    static readonly ConcurrentDictionary<Type, ConfigurationShape> Known = [];

    ConfigurationShape(Type type)
    {
        var defaults = Activator.CreateInstance(type);
        Fields = [.. type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanWrite).Select(property => Describe(property, defaults))];
    }

    public IReadOnlyList<ConfigurationField> Fields { get; }

    /// <summary>
    /// What a new object starts with: a row in each list that needs one, and the first word of each choice that must be made,
    /// so that a form begins where its user does.
    /// </summary>
    public JsonObject Started()
    {
        var data = new JsonObject();
        foreach (var field in Fields.Where(field => field.Required))
        {
            if (field.Rows is { } rows)
                data[field.Name] = new JsonArray(rows.Started());
            else if (field is { Kind: FieldKind.Choice, Default: { ValueKind: JsonValueKind.String } first })
                data[field.Name] = first.GetString();
        }
        return data;
    }

    /// <summary>The key of the field that a new object waits for; null if it can stay as it is.</summary>
    public string? FirstToFill => Fields.Where(one => one is { Required: true, Default: null })
        .Select(one => one.Rows is { } rows ? $"{one.Name}[0].{rows.FirstToFill ?? rows.Fields[0].Name}" : one.Name).FirstOrDefault();

    /// <summary>The fields of the rows of a list; null if there is no such list.</summary>
    /// <param name="path">Its key: <c>cases[1].conditions</c>.</param>
    public ConfigurationShape? RowsOf(string path)
    {
        var (name, rest) = path.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot ? (path[..dot], path[(dot + 1)..]) : (path, null);
        var field = Fields.FirstOrDefault(field => field.Name == name.Split('[')[0]);
        return rest is null ? field?.Rows : (field?.Rows ?? field?.Group)?.RowsOf(rest);
    }

    public static ConfigurationShape Of(Type type) => Known.GetOrAdd(type, static type => new(type));

    /// <summary>The fields and those of their rows and groups, each with its path: <c>cases[].conditions[].left</c>, <c>each.items</c>.</summary>
    public IEnumerable<(string Path, ConfigurationField Field)> All(string prefix = "") => Fields.SelectMany(field =>
        (field.Rows?.All($"{prefix}{field.Name}[].") ?? field.Group?.All($"{prefix}{field.Name}.") ?? []).Prepend((prefix + field.Name, field)));

    /// <summary>All problems of the fields of a JSON object. Other keys are ignored.</summary>
    public IReadOnlyList<FieldProblem> FindProblems(JsonElement data)
    {
        List<FieldProblem> problems = [];
        FindProblems(data, "", problems);
        return problems;
    }

    /// <summary>The keys of an object that are no fields, and so have no effect: misspelled ones, most likely. Those in rows and groups too.</summary>
    /// <param name="others">Further keys that the object may have.</param>
    /// <param name="prefix">The path of the object, with a dot at its end.</param>
    public IEnumerable<FieldProblem> FindIgnored(JsonElement data, IReadOnlyCollection<string> others, string prefix = "") => Ignored(data, others, prefix).Take(MostProblems);

    IEnumerable<FieldProblem> Ignored(JsonElement data, IReadOnlyCollection<string> others, string prefix)
    {
        if (data.ValueKind != JsonValueKind.Object)
            yield break;
        foreach (var member in data.EnumerateObject().Where(member => !others.Contains(member.Name)))
        {
            var path = prefix + Excerpt.Of(member.Name);
            var field = Fields.FirstOrDefault(field => field.Name == member.Name);
            if (field is null)
                yield return new(path, $"`{path}` has no effect. {Meant(member.Name, prefix)}");
            else if (field.Group is { } group)
                foreach (var found in group.Ignored(member.Value, [], $"{path}."))
                    yield return found;
            else if (field.Rows is { } rows && member.Value.ValueKind == JsonValueKind.Array)
                foreach (var found in member.Value.EnumerateArray().SelectMany((row, index) => rows.Ignored(row, [], $"{path}[{index}].")))
                    yield return found;
        }
    }

    string Meant(string name, string prefix) =>
        SimilarName.Find(name, Fields.Select(field => field.Name)) is { } similar ? $"Did you mean `{prefix}{similar}`?"
        : Fields.Count == 0 ? "There are no fields." : $"The fields are {string.Join(", ", Fields.Select(field => $"`{prefix}{field.Name}`"))}.";

    /// <summary>Only the fields of a valid object, without those that are null. One text is a list of it.</summary>
    public JsonObject FieldsOf(JsonElement data)
    {
        var given = new JsonObject();
        foreach (var field in Fields)
        {
            if (data.TryGetProperty(field.Name, out var value) && value.ValueKind != JsonValueKind.Null)
                given[field.Name] = field.Kind == FieldKind.Texts && value.ValueKind == JsonValueKind.String ? new JsonArray(value.GetString())
                    : field.Rows is { } rows ? new JsonArray([.. value.EnumerateArray().Select(rows.FieldsOf)])
                    : field.Group is { } group ? group.FieldsOf(value)
                    : JsonSerializer.SerializeToNode(value, Json.Options);
        }
        return given;
    }

    /// <summary>The templates of a configuration, with the keys of their fields.</summary>
    public IEnumerable<(string Path, Template Template)> TemplatesOf(object configuration, string prefix = "")
    {
        foreach (var field in Fields)
        {
            switch (field.Property.GetValue(configuration))
            {
                case Template template:
                    yield return (prefix + field.Name, template);
                    break;
                case IEnumerable<object> rows when field.Rows is not null:
                    foreach (var found in rows.SelectMany((row, index) => field.Rows.TemplatesOf(row, $"{prefix}{field.Name}[{index}].")))
                        yield return found;
                    break;
                case { } group when field.Group is not null:
                    foreach (var found in field.Group.TemplatesOf(group, $"{prefix}{field.Name}."))
                        yield return found;
                    break;
            }
        }
    }

    /// <summary>The credentials that the data of a configuration names, finished or not, with the keys of their fields and what they are used for.</summary>
    public IEnumerable<(string Path, string Name, CredentialUse Use)> CredentialsIn(JsonElement data, string prefix = "")
    {
        foreach (var field in data.ValueKind == JsonValueKind.Object ? Fields : [])
        {
            if (!data.TryGetProperty(field.Name, out var value))
                continue;
            var path = prefix + field.Name;
            if (field.Credential is { } use && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } name)
                yield return (path, name, use);
            foreach (var found in field.Group?.CredentialsIn(value, $"{path}.") ?? [])
                yield return found;
            foreach (var found in field.Rows is { } rows && value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().SelectMany((row, index) => rows.CredentialsIn(row, $"{path}[{index}].")) : [])
                yield return found;
        }
    }

    void FindProblems(JsonElement data, string prefix, List<FieldProblem> problems)
    {
        foreach (var field in Fields.TakeWhile(_ => problems.Count < MostProblems))
        {
            var path = prefix + field.Name;
            if (data.ValueKind != JsonValueKind.Object || !data.TryGetProperty(field.Name, out var value) || value.ValueKind == JsonValueKind.Null || IsBlank(field, value))
            {
                if (field.Required)
                    problems.Add(new(path, Missing(field)));
            }
            else if (FindProblem(field, value) is { } message)
            {
                problems.Add(new(path, message));
            }
            else if (field.Group is not null)
            {
                field.Group.FindProblems(value, $"{path}.", problems);
            }
            else if (field.Rows is not null)
            {
                foreach (var (index, row) in value.EnumerateArray().Index())
                    field.Rows.FindProblems(row, $"{path}[{index}].", problems);
            }
        }
    }

    static string Missing(ConfigurationField field) => field.Item is { } item ? $"Add at least one {item}." : $"{field.Label} is required.";

    static bool IsBlank(ConfigurationField field, JsonElement value) => field.Required
        && (value.ValueKind == JsonValueKind.String && string.IsNullOrWhiteSpace(value.GetString())
            || value.ValueKind == JsonValueKind.Array && value.GetArrayLength() == 0);

    static string? FindProblem(ConfigurationField field, JsonElement value) => field.Kind switch
    {
        FieldKind.Text or FieldKind.Code or FieldKind.Path when value.ValueKind != JsonValueKind.String => $"{field.Label} must be text.",
        FieldKind.Path => ValuePath.FindProblem(value.GetString()!),
        FieldKind.Switch when value.ValueKind is not (JsonValueKind.True or JsonValueKind.False) => $"{field.Label} must be true or false.",
        FieldKind.Choice when value.ValueKind != JsonValueKind.String || !field.Choices.Contains(value.GetString()) =>
            $"{field.Label} must be one of {string.Join(", ", field.Choices)}.",
        FieldKind.Number when value.ValueKind != JsonValueKind.Number || !IsWithin(field, value) => $"{field.Label} must be {Range(field)}.",
        FieldKind.Rows when !IsListOf(JsonValueKind.Object, value) => $"{field.Label} must be a list of objects.",
        FieldKind.Rows when value.GetArrayLength() > MostRows => $"{field.Label} has more than {MostRows} rows.",
        FieldKind.Texts when value.ValueKind != JsonValueKind.String && !IsListOf(JsonValueKind.String, value) => $"{field.Label} must be a list of texts.",
        FieldKind.Group when value.ValueKind != JsonValueKind.Object => $"{field.Label} must be an object.",
        _ => null,
    };

    static bool IsListOf(JsonValueKind kind, JsonElement value) =>
        value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(item => item.ValueKind == kind);

    static bool IsWithin(ConfigurationField field, JsonElement value) =>
        !(value.GetDouble() < field.Minimum || value.GetDouble() > field.Maximum) && (!IsWhole(field) || value.TryGetInt32(out _));

    static bool IsWhole(ConfigurationField field) => (Nullable.GetUnderlyingType(field.Property.PropertyType) ?? field.Property.PropertyType) == typeof(int);

    static string Range(ConfigurationField field)
    {
        var number = IsWhole(field) ? "a whole number" : "a number";
        return field.Minimum is null ? number : string.Create(CultureInfo.InvariantCulture, $"{number} from {field.Minimum} to {field.Maximum}");
    }

    static ConfigurationField Describe(PropertyInfo property, object? defaults)
    {
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        var kind = KindOf(type, property.GetCustomAttribute<DataTypeAttribute>());
        var row = kind == FieldKind.Rows ? type.GetGenericArguments()[0] : null;
        var display = property.GetCustomAttribute<DisplayAttribute>();
        var range = property.GetCustomAttribute<RangeAttribute>();
        var value = property.GetValue(defaults);
        return new(
            JsonNamingPolicy.CamelCase.ConvertName(property.Name), display?.Name ?? property.Name, row is null ? null : display?.ShortName ?? "row", display?.Description, kind,
            property.IsDefined(typeof(RequiredAttribute)), property.IsDefined(typeof(DataTypeAttribute)),
            value is null or "" or Template { Text: "" } or ValuePath || type.IsGenericType ? null : Json.From(value),
            Bound(range?.Minimum), Bound(range?.Maximum),
            type.IsEnum ? [.. Enum.GetNames(type).Select(JsonNamingPolicy.KebabCaseLower.ConvertName)] : [],
            row is null ? null : Of(row), kind == FieldKind.Group ? Of(type) : null, property, display?.GroupName, FieldCondition.Of(property));
    }

    static FieldKind KindOf(Type type, DataTypeAttribute? dataType) =>
        type == typeof(Template) ? FieldKind.Template
        : type == typeof(ValuePath) ? FieldKind.Path
        : type == typeof(bool) ? FieldKind.Switch
        : type == typeof(int) || type == typeof(double) ? FieldKind.Number
        : type.IsEnum ? FieldKind.Choice
        : type == typeof(JsonElement) ? FieldKind.Json
        : type == typeof(IReadOnlyList<string>) ? FieldKind.Texts
        : type.IsGenericType ? FieldKind.Rows
        : type.IsClass && type != typeof(string) ? FieldKind.Group
        : dataType?.CustomDataType is not null ? FieldKind.Code
        : FieldKind.Text;

    static double? Bound(object? value) => value is null ? null : Convert.ToDouble(value, CultureInfo.InvariantCulture);
}
