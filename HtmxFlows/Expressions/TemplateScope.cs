using System.Collections;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using HandlebarsDotNet;
using HandlebarsDotNet.Compiler;
using HtmxFlows.Data;

namespace HtmxFlows.Expressions;

/// <summary>
/// One evaluation of a template: the root of the names that it sees, and what it has used of its limits. Values are converted when the
/// template asks for them.
/// </summary>
/// <param name="context">What the template may see and use.</param>
/// <param name="syntax">The template.</param>
sealed class TemplateScope(ExpressionContext context, TemplateSyntax syntax, CancellationToken cancellation) : IReadOnlyDictionary<string, object?>
{
    /// <summary>The name of what templates see besides the data; compute does not.</summary>
    public const string Secrets = "secrets";

    /// <summary>How often the limit of an output the helpers of one evaluation may give, together.</summary>
    public const int MostOutputs = 16;

    [ThreadStatic]
    static TemplateScope? current;

    readonly INodeData data = context.Data;
    readonly IReadOnlySet<string> named = syntax.Secrets;
    readonly int outputLimit = context.OutputBytes;
    readonly Dictionary<string, object?> values = [];
    DateTimeOffset? now;
    long given;

    /// <summary>The evaluation that this thread is at. Helpers and formatters get no other way to it.</summary>
    public static TemplateScope Current => current ?? throw new InvalidOperationException("No template is being evaluated.");

    /// <summary>The value of a template that is one expression.</summary>
    public JsonElement Captured { get; set; }

    /// <summary>The largest result of a function, in characters of text or bytes of JSON.</summary>
    public int OutputLimit => outputLimit;

    public CancellationToken Cancellation => cancellation;

    /// <summary>The moment of the evaluation: when it was first asked for.</summary>
    public DateTimeOffset Now => now ??= context.Time.GetUtcNow();

    /// <summary>Evaluates a template over this scope.</summary>
    public void Evaluate(CompiledTemplate template, TextWriter writer)
    {
        current = this;
        try
        {
            template.Evaluate(writer, this);
        }
        finally
        {
            current = null;
        }
    }

    public void ThrowIfCancelled() => cancellation.ThrowIfCancellationRequested();

    /// <summary>A value as JSON text, as long as an output may be.</summary>
    public string ToJsonText(object? value)
    {
        ThrowIfCancelled();
        Check(value is string text ? text.Length : 0);
        var json = TemplateValue.ToJson(value);
        Check(JsonMarshal.GetRawUtf8Value(json).Length);
        return json.GetRawText();
    }

    /// <summary>Counts what a helper gives.</summary>
    public void Count(object? result)
    {
        ThrowIfCancelled();
        if (result is string text)
            CountLength(text.Length);
    }

    /// <summary>Counts the result of a function.</summary>
    public void Count(JsonElement result) =>
        CountLength(result.ValueKind == JsonValueKind.String ? result.GetString()!.Length : JsonMarshal.GetRawUtf8Value(result).Length);

    /// <summary>Whether one of the values holds a secret that the template names.</summary>
    public bool FindSecret(IReadOnlyList<JsonElement> given) => named.Count > 0 && given.Any(context.Secrets.Mask.Knows);

    void CountLength(int length)
    {
        ThrowIfCancelled();
        Check(length);
        given += length;
        if (given > (long)MostOutputs * outputLimit)
            throw new NodeException($"The helpers of the template returned more than {(long)MostOutputs * outputLimit} characters together. Simplify it.");
    }

    public bool TryGetValue(string key, out object? value)
    {
        if (values.TryGetValue(key, out value))
            return true;
        if (key == Secrets)
            value = new TemplateSecrets(context.Secrets.Values, named);
        else if (data.Find(key) is { } found)
            value = TemplateValue.From(found, this);
        else if (key == FunctionNames.Now && FunctionCatalogue.TryFind(key, out var function) && function.Work is { } work)
            value = TemplateValue.From(work(new(function, [], this)), this);
        else
            return false;
        values[key] = value;
        return true;
    }

    public object? this[string key] => TryGetValue(key, out var value) ? value : throw new KeyNotFoundException(key);

    public IEnumerable<string> Keys => data.Names;

    public IEnumerable<object?> Values => Keys.Select(key => this[key]);

    public int Count() => Keys.Count();

    int IReadOnlyCollection<KeyValuePair<string, object?>>.Count => Count();

    public bool ContainsKey(string key) => TryGetValue(key, out _);

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
    {
        foreach (var key in Keys)
        {
            ThrowIfCancelled();
            yield return KeyValuePair.Create(key, this[key]);
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Whether a name without a value is the word <c>null</c>, and not a path that leads to a field of that name.</summary>
    internal bool IsNull(string name) => name == "null" && !syntax.PathsWith(name).Any();

    /// <summary>Why the whole of it is no value.</summary>
    internal NodeException NoValue() =>
        new($"This expression is all data at once. Name a value: {string.Join(", ", data.Names.Take(20).Select(name => $"`{name}`"))}.");

    void Check(int length)
    {
        if (length > outputLimit)
            throw new NodeException($"An expression returned more than {outputLimit} characters, the limit of an output.");
    }
}

/// <summary>The secrets: only those that the template names can be read, one by one.</summary>
sealed class TemplateSecrets(JsonElement values, IReadOnlySet<string> named)
{
    public bool TryGetValue(string name, out object? value)
    {
        if (!named.Contains(name))
            throw NoValue();
        var isThere = values.TryGetProperty(name, out var found);
        value = isThere ? found.GetString() : null;
        return isThere;
    }

    internal static NodeException NoValue() => new("A secret can be read only by its name. Write e.g. {{secrets.NAME}} or {{@root.secrets.NAME}}.");
}

sealed class TemplateObject(JsonElement source, TemplateScope scope) : IReadOnlyDictionary<string, object?>
{
    internal JsonElement Source { get; } = source;

    public bool TryGetValue(string key, out object? value)
    {
        var found = Source.TryGetProperty(key, out var member);
        value = found ? TemplateValue.From(member, scope) : null;
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
            scope.ThrowIfCancelled();
            yield return KeyValuePair.Create(member.Name, TemplateValue.From(member.Value, scope));
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

sealed class TemplateArray(JsonElement source, TemplateScope scope) : IReadOnlyList<object?>
{
    internal JsonElement Source { get; } = source;

    internal TemplateScope Scope { get; } = scope;

    public int Count => Source.GetArrayLength();

    public object? this[int index]
    {
        get
        {
            Scope.ThrowIfCancelled();
            return TemplateValue.From(Source[index], Scope);
        }
    }

    public IEnumerator<object?> GetEnumerator()
    {
        foreach (var item in Source.EnumerateArray())
        {
            Scope.ThrowIfCancelled();
            yield return TemplateValue.From(item, Scope);
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

/// <summary>What <c>lookup</c> did not find. It counts as false and as empty.</summary>
sealed record TemplateNothing(string Segment) : IEnumerable
{
    public IEnumerator GetEnumerator() => Array.Empty<object>().GetEnumerator();
}

/// <summary>Between JSON and what Handlebars walks over.</summary>
static class TemplateValue
{
    public static object? From(JsonElement value, TemplateScope scope) => value.ValueKind switch
    {
        JsonValueKind.Object => new TemplateObject(value, scope),
        JsonValueKind.Array => new TemplateArray(value, scope),
        JsonValueKind.String => value.GetString(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        // A number that a long does not hold stays JSON, so that its digits are written as they came.
        JsonValueKind.Number => value.TryGetInt64(out var whole) ? whole : value,
        _ => null,
    };

    /// <exception cref="UndefinedValueException">There is no value.</exception>
    /// <exception cref="NodeException">It is not the value of anything.</exception>
    public static JsonElement ToJson(object? value) => value switch
    {
        UndefinedBindingResult word when TemplateScope.Current.IsNull(word.Value) => Json.Null,
        UndefinedBindingResult undefined => throw new UndefinedValueException(undefined.Value),
        TemplateNothing nothing => throw new UndefinedValueException(nothing.Segment),
        TemplateObject source => source.Source,
        TemplateArray source => source.Source,
        JsonElement element => element,
        null => Json.Null,
        string text => Json.Text(text),
        bool truth => truth ? Json.True : Json.False,
        IFormattable number => Json.Parse(number.ToString(null, CultureInfo.InvariantCulture)),
        TemplateScope scope => throw scope.NoValue(),
        TemplateSecrets => throw TemplateSecrets.NoValue(),
        HashParameterDictionary => throw new NodeException("`name=value` is not a value. Give the value alone."),
        _ => throw new NodeException("An expression of the template returns no value that can be written."),
    };

    /// <summary>A member of an object, or an item of a list by its index.</summary>
    public static bool TryGetMember(object? container, string name, out object? value)
    {
        value = null;
        return container switch
        {
            TemplateObject members => members.TryGetValue(name, out value),
            TemplateArray items => TryGetMember(items.Source, name, items.Scope, out value),
            string text => TryGetMember(Json.Text(text), name, TemplateScope.Current, out value),
            TemplateScope scope => scope.TryGetValue(name, out value),
            TemplateSecrets secrets => secrets.TryGetValue(name, out value),
            _ => false,
        };
    }

    static bool TryGetMember(JsonElement container, string name, TemplateScope scope, out object? value)
    {
        var member = ValuePath.Member(container, name);
        value = member is { } found ? From(found, scope) : null;
        return member is not null;
    }
}
