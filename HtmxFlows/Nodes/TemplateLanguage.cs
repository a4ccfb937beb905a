using System.Collections;
using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.ExceptionServices;
using System.Text.Json;
using HandlebarsDotNet;
using HandlebarsDotNet.IO;
using HtmxFlows.Data;

namespace HtmxFlows.Nodes;

/// <summary>Handlebars as this product speaks it: JSON values only, no HTML escaping, no partials, and a missing value is an error.</summary>
static class TemplateLanguage
{
    // A flow is read when it is saved and again when it is run, and its next version has most of its templates; the cap only bounds the memory.
    const int MostKept = 2000;

    static readonly IHandlebars Handlebars = Create();

    static readonly ConcurrentDictionary<string, HandlebarsTemplate<TextWriter, object, object>> Compiled = [];

    /// <summary>Compiles a text, or gives what was made of the same text before.</summary>
    public static HandlebarsTemplate<TextWriter, object, object> Compile(string text)
    {
        if (Compiled.TryGetValue(text, out var known))
            return known;
        using var reader = new StringReader(text);
        var compiled = Handlebars.Compile(reader);
        if (Compiled.Count >= MostKept)
            Compiled.Clear();
        return Compiled[text] = compiled;
    }

    /// <summary>A template that keeps the value of an expression instead of writing its text.</summary>
    public static string Capture(string expression) => $"{{{{$value {(expression.Any(char.IsWhiteSpace) ? $"({expression})" : expression)}}}}}";

    static IHandlebars Create()
    {
        var handlebars = HandlebarsDotNet.Handlebars.Create(new HandlebarsConfiguration { NoEscape = true, FormatProvider = CultureInfo.InvariantCulture });
        handlebars.Configuration.FormatterProviders.Add(new Formatters());
        handlebars.RegisterHelper("default", (in HelperOptions _, in Context _, in Arguments arguments) =>
            arguments.Length != 2 ? throw new NodeException("`default` takes a value and what stands in for it, as in {{default input.name \"nobody\"}}.")
            : arguments[0] is UndefinedBindingResult or null ? arguments[1] : arguments[0]);
        handlebars.RegisterHelper("json", (in HelperOptions _, in Context _, in Arguments arguments) =>
            arguments.Length != 1 ? throw new NodeException("`json` takes one value, as in {{json input}}.") : TemplateValue.ToJson(arguments[0]).GetRawText());
        handlebars.RegisterHelper("$value", (in HelperOptions _, in Context context, in Arguments arguments) =>
        {
            ((TemplateScope)context.Value!).Captured = TemplateValue.ToJson(arguments[0]);
            return "";
        });
        return handlebars;
    }

    /// <summary>Throws an exception again with the stack that it had.</summary>
    public static void Rethrow(this Exception error)
    {
        if (error is NodeException or OperationCanceledException)
            ExceptionDispatchInfo.Throw(error);
        if (error.InnerException is { } inner)
            inner.Rethrow();
    }

    sealed class Formatters : IFormatterProvider
    {
        readonly Undefined undefined = new();
        readonly AsJson json = new();

        public bool TryCreateFormatter(Type type, out IFormatter formatter)
        {
            formatter = type == typeof(UndefinedBindingResult) ? undefined
                : type == typeof(TemplateObject) || type == typeof(TemplateArray) || type == typeof(bool) || type == typeof(JsonElement) ? json
                : null!;
            return formatter is not null;
        }
    }

    sealed class Undefined : IFormatter
    {
        public void Format<T>(T value, in EncodedTextWriter writer) => throw new UndefinedValueException(value!.ToString()!);
    }

    sealed class AsJson : IFormatter
    {
        public void Format<T>(T value, in EncodedTextWriter writer) => writer.Write(TemplateValue.ToJson(value).GetRawText(), encode: false);
    }
}

/// <summary>A path of a template leads nowhere.</summary>
/// <param name="segment">The first part of the path that is not there.</param>
sealed class UndefinedValueException(string segment) : Exception($"{segment} has no value")
{
    public string Segment { get; } = segment;
}

/// <summary>The root of the names that a template sees; values are converted when the template asks for them.</summary>
sealed class TemplateScope(INodeData data, JsonElement secrets, CancellationToken cancellation) : IReadOnlyDictionary<string, object?>
{
    /// <summary>The name of what templates see besides the data; compute does not.</summary>
    public const string Secrets = "secrets";

    readonly Dictionary<string, object?> values = [];

    /// <summary>The value of a template that is one expression.</summary>
    public JsonElement Captured { get; set; }

    public bool TryGetValue(string key, out object? value)
    {
        if (values.TryGetValue(key, out value))
            return true;
        if ((key == Secrets ? secrets : data.Find(key)) is not { } found)
            return false;
        values[key] = value = TemplateValue.From(found, cancellation);
        return true;
    }

    public object? this[string key] => TryGetValue(key, out var value) ? value : throw new KeyNotFoundException(key);

    public IEnumerable<string> Keys => data.Names;

    public IEnumerable<object?> Values => Keys.Select(key => this[key]);

    public int Count => Keys.Count();

    public bool ContainsKey(string key) => TryGetValue(key, out _);

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() => Keys.Select(key => KeyValuePair.Create(key, this[key])).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

sealed class TemplateObject(JsonElement source, CancellationToken cancellation) : IReadOnlyDictionary<string, object?>
{
    internal JsonElement Source { get; } = source;

    public bool TryGetValue(string key, out object? value)
    {
        var found = Source.TryGetProperty(key, out var member);
        value = found ? TemplateValue.From(member, cancellation) : null;
        return found;
    }

    public object? this[string key] => TryGetValue(key, out var value) ? value : throw new KeyNotFoundException(key);

    public IEnumerable<string> Keys => Source.EnumerateObject().Select(member => member.Name);

    public IEnumerable<object?> Values => this.Select(member => member.Value);

    public int Count => Source.GetPropertyCount();

    public bool ContainsKey(string key) => Source.TryGetProperty(key, out _);

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
    {
        foreach (var member in Source.EnumerateObject())
        {
            cancellation.ThrowIfCancellationRequested();
            yield return KeyValuePair.Create(member.Name, TemplateValue.From(member.Value, cancellation));
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

sealed class TemplateArray(JsonElement source, CancellationToken cancellation) : IReadOnlyList<object?>
{
    internal JsonElement Source { get; } = source;

    public int Count => Source.GetArrayLength();

    public object? this[int index]
    {
        get
        {
            cancellation.ThrowIfCancellationRequested();
            return TemplateValue.From(Source[index], cancellation);
        }
    }

    public IEnumerator<object?> GetEnumerator()
    {
        foreach (var item in Source.EnumerateArray())
        {
            cancellation.ThrowIfCancellationRequested();
            yield return TemplateValue.From(item, cancellation);
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

/// <summary>Between JSON and what Handlebars walks over.</summary>
static class TemplateValue
{
    public static object? From(JsonElement value, CancellationToken cancellation) => value.ValueKind switch
    {
        JsonValueKind.Object => new TemplateObject(value, cancellation),
        JsonValueKind.Array => new TemplateArray(value, cancellation),
        JsonValueKind.String => value.GetString(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        // A number that a long does not hold stays JSON, so that its digits are written as they came.
        JsonValueKind.Number => value.TryGetInt64(out var whole) ? whole : value,
        _ => null,
    };

    public static JsonElement ToJson(object? value) => value switch
    {
        UndefinedBindingResult undefined => throw new UndefinedValueException(undefined.Value),
        TemplateObject source => source.Source,
        TemplateArray source => source.Source,
        JsonElement element => element,
        null => Json.Null,
        string text => Json.Text(text),
        bool truth => truth ? Json.True : Json.False,
        IFormattable number => Json.Parse(number.ToString(null, CultureInfo.InvariantCulture)),
        _ => Json.Text(value.ToString() ?? ""),
    };
}

/// <summary>A text that grows to the limit of an output and not past it: a template may loop, and a table have very many columns.</summary>
sealed class LimitedWriter(int limit, CancellationToken cancellation) : StringWriter(CultureInfo.InvariantCulture)
{
    public override void Write(char value)
    {
        base.Write(value);
        Check();
    }

    public override void Write(char[] buffer, int index, int count)
    {
        base.Write(buffer, index, count);
        Check();
    }

    public override void Write(ReadOnlySpan<char> buffer)
    {
        base.Write(buffer);
        Check();
    }

    public override void Write(string? value)
    {
        base.Write(value);
        Check();
    }

    void Check()
    {
        cancellation.ThrowIfCancellationRequested();
        if (GetStringBuilder().Length > limit)
            throw new NodeException($"The text grew past {limit} characters, the limit of an output.");
    }
}
