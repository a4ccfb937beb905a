using System.Text.Json;

namespace HtmxFlows.Expressions;

/// <summary>A function that expressions call by its name, with values after it: <c>{{upper prompt}}</c>.</summary>
/// <param name="Signature">The name and the parameters in their order: <c>[optional]</c>, and <c>more…</c> for any number of values.</param>
/// <param name="Summary">What it returns, in one sentence.</param>
/// <param name="Example">A template that calls it; the reference page shows its value over <see cref="FunctionCatalogue.ExampleData"/>.</param>
/// <param name="Work">Computes the value; null for a word of the template language itself.</param>
public sealed record Function(string Signature, string Summary, string Example, Func<FunctionCall, JsonElement>? Work)
{
    readonly string[] parameters = [.. Signature.Split(' ').Skip(1)];

    /// <summary>The name by which expressions call it.</summary>
    public string Name { get; } = Signature.Split(' ')[0];

    /// <summary>A call to start from, without braces: over the input, with the names of the other parameters in their places.</summary>
    public string Call => string.Join(' ', [Name, .. Enumerable.Range(0, Least).Select(index => index == 0 ? "input" : $"\"{ParameterAt(index)}\"")]);

    /// <summary>It may be given a secret: what it returns is masked wherever the secret itself is.</summary>
    public bool TakesSecrets { get; init; }

    /// <summary>What is wrong with a call of so many values, in a sentence, or null.</summary>
    internal string? FindProblem(int count) =>
        count >= Least && !(count > Most) ? null
        : $"`{Name}` was given {count} {(count == 1 ? "value" : "values")}. Write {{{{{Signature}}}}}, e.g. {Example}.";

    /// <summary>The smallest number of values that it can be called with.</summary>
    internal int Least => parameters.Count(parameter => parameter[0] != '[');

    /// <summary>The largest number of values; null if there is none.</summary>
    int? Most => parameters is [.., [.., '…']] ? null : parameters.Length;

    /// <summary>The name of a parameter, for messages.</summary>
    internal string ParameterAt(int index) => parameters[Math.Min(index, parameters.Length - 1)].Trim('[', ']', '…');
}
