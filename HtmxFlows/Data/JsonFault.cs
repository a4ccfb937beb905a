using System.Globalization;
using System.Text.Json;

namespace HtmxFlows.Data;

/// <summary>Parser errors as sentences for people, with the line and the column counted from 1.</summary>
public static class JsonFault
{
    /// <summary>Not valid JSON: unexpected end at line 1, column 13.</summary>
    public static string Sentence(JsonException error) => $"Not valid JSON: {Reason(error)}.";

    /// <summary>unexpected end at line 1, column 13</summary>
    public static string Reason(JsonException error)
    {
        var problem = Problem(error.Message);
        return error is { LineNumber: { } line, BytePositionInLine: { } column }
            ? string.Create(CultureInfo.InvariantCulture, $"{problem} at line {line + 1}, column {column + 1}")
            : problem;
    }

    static string Problem(string message)
    {
        // The parser appends the position to its sentence.
        var sentence = message.Split(" LineNumber: ")[0].Split(" Path: $")[0].Split(". ")[0].TrimEnd('.');
        return IsUnexpectedEnd(sentence) ? "unexpected end"
            : sentence.StartsWith("'N' is an invalid start", StringComparison.Ordinal) ? "unexpected N (JSON has no NaN)"
            : sentence.StartsWith("'I' is", StringComparison.Ordinal) ? "unexpected I (JSON has no Infinity)"
            : sentence.Contains("maximum configured depth", StringComparison.Ordinal) ? "too many levels"
            : char.ToLowerInvariant(sentence[0]) + sentence[1..].Replace(" encountered during deserialization", "", StringComparison.Ordinal);
    }

    static bool IsUnexpectedEnd(string sentence) =>
        sentence.Contains("reached end of data", StringComparison.Ordinal)
        || sentence.Contains("depth to be zero", StringComparison.Ordinal)
        || sentence.Contains("does not contain any JSON tokens", StringComparison.Ordinal);
}
