using System.Runtime.InteropServices;
using System.Text.Json;
using HtmxFlows.Data;

namespace HtmxFlows.Expressions;

/// <summary>One call of a function: its values, the limits of what it may return, and the time.</summary>
public sealed class FunctionCall
{
    readonly Function function;
    readonly IReadOnlyList<JsonElement> values;
    readonly TemplateScope scope;

    internal FunctionCall(Function function, IReadOnlyList<JsonElement> values, TemplateScope scope)
    {
        (this.function, this.values, this.scope) = (function, values, scope);
        if (function.FindProblem(values.Count) is { } problem)
            throw new NodeException(problem);
        if (!function.TakesSecrets && scope.FindSecret(values))
            throw new NodeException($"`{function.Name}` cannot change a secret. Send the secret as it is, or encode it with base64, hex or url-encode.");
    }

    /// <summary>How many values it was given.</summary>
    public int Count => values.Count;

    public JsonElement this[int index] => values[index];

    /// <summary>The moment of the evaluation, the same for all calls in it.</summary>
    public DateTimeOffset Now => scope.Now;

    public CancellationToken Cancellation => scope.Cancellation;

    /// <summary>Refuses a value.</summary>
    /// <param name="index">Which one.</param>
    /// <param name="needed">What is required instead, e.g. <c>a list</c>.</param>
    public NodeException Refuse(int index, string needed) =>
        new($"`{function.Name}`: {function.ParameterAt(index)} is {Json.Describe(values[index])}; {needed} is required."
            + (values[index].ValueKind == JsonValueKind.Null ? " For a value that can be null, write (default … \"…\") in its place." : ""));

    /// <summary>Fails with a sentence about the whole call.</summary>
    public NodeException Fail(string sentence) => new($"`{function.Name}`: {sentence}");

    /// <summary>A writer of text that ends at the limit of an output and when the evaluation is cancelled.</summary>
    internal LimitedWriter Write() => new(scope.OutputLimit, scope.Cancellation);

    /// <summary>A list of values.</summary>
    /// <exception cref="NodeException">It exceeds the limit of an output.</exception>
    public JsonElement ListOf(IEnumerable<JsonElement> items) => Json.From(Limited(items, static item => JsonMarshal.GetRawUtf8Value(item).Length));

    /// <summary>A list of texts.</summary>
    /// <inheritdoc cref="ListOf(IEnumerable{JsonElement})"/>
    public JsonElement ListOf(IEnumerable<string> texts) => Json.From(Limited(texts, static text => text.Length + 2));

    List<T> Limited<T>(IEnumerable<T> items, Func<T, int> size)
    {
        List<T> kept = [];
        var total = 2L;
        foreach (var item in items)
        {
            scope.ThrowIfCancelled();
            if ((total += size(item) + 1) > scope.OutputLimit)
                throw Fail($"the list exceeds {scope.OutputLimit} bytes of JSON, the limit of an output. Use fewer or smaller items.");
            kept.Add(item);
        }
        return kept;
    }
}
