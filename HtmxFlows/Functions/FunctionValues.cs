using System.Globalization;
using System.Numerics;
using System.Text.Json;
using HtmxFlows.Conditions;
using HtmxFlows.Data;
using HtmxFlows.Expressions;
using NodaTime;

namespace HtmxFlows.Functions;

/// <summary>Reads the values of a call, and writes numbers. Each refuses a value of another type with a sentence that names the parameter.</summary>
static class FunctionValues
{
    /// <summary>A text; a number or a boolean as it is written in JSON.</summary>
    public static string Text(this FunctionCall call, int index) => call[index].ValueKind switch
    {
        JsonValueKind.String => call[index].GetString()!,
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => call[index].GetRawText(),
        _ => throw call.Refuse(index, "text"),
    };

    /// <summary>A text, or its default if the call has fewer values.</summary>
    public static string TextOr(this FunctionCall call, int index, string otherwise) => index < call.Count ? call.Text(index) : otherwise;

    /// <summary>A text that is not empty.</summary>
    public static string Part(this FunctionCall call, int index) =>
        call.Text(index) is { Length: > 0 } text ? text : throw call.Refuse(index, "text of at least one character");

    /// <summary>A number, also from a text, in units of <see cref="ExactNumber.Unit"/>.</summary>
    public static BigInteger Number(this FunctionCall call, int index) =>
        Units(call[index]) ?? throw call.Refuse(index, $"a number of at most {ExactNumber.Places} digits before and after the decimal point");

    /// <summary>A number in units, or null if the value is none or has too many digits.</summary>
    public static BigInteger? Units(JsonElement value) =>
        value.ValueKind is JsonValueKind.Number or JsonValueKind.String && ExactNumber.TryParse(Json.AsText(value), out var number) ? number.ToUnits() : null;

    public static long Whole(this FunctionCall call, int index, long least, long most) =>
        call[index].ValueKind is JsonValueKind.Number or JsonValueKind.String && ExactNumber.TryParse(Json.AsText(call[index]), out var number)
            && number.ToInt64() is { } whole && whole >= least && whole <= most
            ? whole
            : throw call.Refuse(index, string.Create(CultureInfo.InvariantCulture, $"a whole number from {least} to {most}"));

    public static JsonElement List(this FunctionCall call, int index) =>
        call[index].ValueKind == JsonValueKind.Array ? call[index] : throw call.Refuse(index, "a list");

    public static JsonElement Object(this FunctionCall call, int index) =>
        call[index].ValueKind == JsonValueKind.Object ? call[index] : throw call.Refuse(index, "an object");

    /// <summary>The items of a list, as long as the evaluation is not cancelled.</summary>
    public static IEnumerable<JsonElement> Items(this FunctionCall call, int index)
    {
        foreach (var item in call.List(index).EnumerateArray())
        {
            call.Cancellation.ThrowIfCancellationRequested();
            yield return item;
        }
    }

    /// <summary>A path into a value; null if the call has fewer values.</summary>
    public static ValuePath? Path(this FunctionCall call, int index) =>
        index >= call.Count ? null
        : ValuePath.FindProblem(call.Text(index)) is { } problem ? throw call.Fail(problem)
        : new(call.Text(index));

    /// <summary>One of several words.</summary>
    public static T Choice<T>(this FunctionCall call, int index, params (string Word, T Value)[] choices) =>
        Array.Find(choices, choice => choice.Word == call.Text(index)) is { Word: not null } found ? found.Value
            : throw call.Refuse(index, $"one of {string.Join(", ", choices.Select(choice => choice.Word))}");

    /// <summary>A date as text.</summary>
    /// <param name="zone">The zone of a text without an offset, and of the result; null is UTC, and the offset of the text.</param>
    public static ZonedDateTime Date(this FunctionCall call, int index, DateTimeZone? zone = null) =>
        call[index].ValueKind == JsonValueKind.String && WrittenDate.TryRead(call.Text(index), zone, out var date) ? date
            : throw call.Refuse(index, $"a date in {WrittenDate.Forms}");

    /// <summary>A time zone by its name; null if the call has fewer values.</summary>
    public static DateTimeZone? Zone(this FunctionCall call, int index) =>
        index >= call.Count ? null
            : DateTimeZoneProviders.Tzdb.GetZoneOrNull(call.Text(index)) ?? throw call.Refuse(index, "a time zone such as Europe/Zurich or America/New_York");

    /// <summary>A number as JSON.</summary>
    /// <exception cref="NodeException">It has more digits before its point than can be computed with.</exception>
    public static JsonElement Result(this FunctionCall call, BigInteger units) =>
        BigInteger.Abs(units) < ExactNumber.Unit * ExactNumber.Unit ? Json.Parse(ExactNumber.Write(units))
            : throw call.Fail($"the result has more than {ExactNumber.Places} digits before the decimal point, the limit.");

    public static JsonElement Of(bool truth) => truth ? Json.True : Json.False;

    /// <summary>A quotient rounded to a whole number, halves away from zero.</summary>
    public static BigInteger Rounded(BigInteger dividend, BigInteger divisor) =>
        dividend.Sign * divisor.Sign * ((2 * BigInteger.Abs(dividend) + BigInteger.Abs(divisor)) / (2 * BigInteger.Abs(divisor)));
}
