using System.Numerics;
using System.Text.Json;
using System.Text.RegularExpressions;
using HtmxFlows.Conditions;
using HtmxFlows.Data;
using HtmxFlows.Expressions;

namespace HtmxFlows.Functions;

/// <summary>Exact decimal numbers of up to 28 digits before and after the point. Text that reads as a number is one.</summary>
public sealed partial class NumberFunctions : FunctionFamily
{
    public override string Title => "Numbers";

    public override IReadOnlyList<Function> Functions { get; } =
    [
        new("number text [decimal]", "The number that a text holds; with a decimal sign given, groups of three digits may be separated.", """{{number "1.234,50" ","}}""", Read),
        new("round number [digits]", "The number rounded to so many decimal places, halves away from zero. Default: 0.", """{{round order.total 2}}""", call => Cut(call, FunctionValues.Rounded)),
        new("floor number [digits]", "The largest number of so many decimal places that is not greater.", """{{floor order.total}}""", call => Cut(call, Floor)),
        new("ceil number [digits]", "The smallest number of so many decimal places that is not less.", """{{ceil order.total}}""", call => Cut(call, (number, unit) => -Floor(-number, unit))),
        new("abs number", "The number without its sign.", """{{abs -7}}""", call => call.Result(BigInteger.Abs(call.Number(0)))),
        new("min numbers…", "The smallest of the numbers, or of a list of them.", """{{min 3 order.number 7.5}}""", call => call.Result(Numbers(call).Min())),
        new("max numbers…", "The largest of the numbers, or of a list of them.", """{{max (pluck lines "price")}}""", call => call.Result(Numbers(call).Max())),
        new("add number more…", "The sum.", """{{add order.number 0.1 0.2}}""", call => Fold(call, (sum, number) => sum + number)),
        new("subtract number other", "The difference.", """{{subtract order.total 0.005}}""", call => call.Result(call.Number(0) - call.Number(1))),
        new("multiply number more…", "The product, rounded to 28 decimal places.", """{{multiply order.total 3}}""", call => Fold(call, (product, number) => FunctionValues.Rounded(product * number, ExactNumber.Unit))),
        new("divide number other", "The quotient, rounded to 28 decimal places.", """{{divide 10 4}}""", call => call.Result(FunctionValues.Rounded(call.Number(0) * ExactNumber.Unit, Divisor(call)))),
        new("mod number other", "The remainder of a division; it has the sign of the number.", """{{mod order.number 5}}""", call => call.Result(BigInteger.Remainder(call.Number(0), Divisor(call)))),
        new("format-number number [digits] [group] [decimal]", "The number as text, with so many decimal places and separated groups of three digits. Default signs: , and .", """{{format-number order.total 2 "’" "."}}""", Format),
    ];

    static JsonElement Read(FunctionCall call)
    {
        if (call[0].ValueKind == JsonValueKind.Number)
            return call[0];
        if (call.Count == 1)
            return call.Result(call.Number(0));
        var isComma = call.Choice(1, (",", true), (".", false));
        var match = (isComma ? WithComma() : WithPoint()).Match(call.Text(0).Trim());
        var plain = string.Concat(match.Value.Where(sign => char.IsAsciiDigit(sign) || sign is '-' || sign == (isComma ? ',' : '.'))).Replace(',', '.');
        return match.Success && ExactNumber.TryParse(plain, out var number) && number.ToUnits() is { } units ? call.Result(units)
            : throw call.Refuse(0, $"a number with the decimal sign {call.Text(1)}");
    }

    static JsonElement Cut(FunctionCall call, Func<BigInteger, BigInteger, BigInteger> divide)
    {
        var digits = call.Count > 1 ? (int)call.Whole(1, 0, ExactNumber.Places) : 0;
        var unit = BigInteger.Pow(10, ExactNumber.Places - digits);
        return call.Result(divide(call.Number(0), unit) * unit);
    }

    static BigInteger Floor(BigInteger number, BigInteger unit)
    {
        var quotient = BigInteger.DivRem(number, unit, out var rest);
        return rest.Sign < 0 ? quotient - 1 : quotient;
    }

    static BigInteger Divisor(FunctionCall call) => call.Number(1) is { IsZero: false } divisor ? divisor : throw call.Refuse(1, "a number other than 0");

    /// <summary>The result stays small after each step, so that no call computes with very long numbers.</summary>
    static JsonElement Fold(FunctionCall call, Func<BigInteger, BigInteger, BigInteger> step)
    {
        var result = call.Number(0);
        for (var index = 1; index < call.Count; index++)
        {
            result = step(result, call.Number(index));
            _ = call.Result(result);
        }
        return call.Result(result);
    }

    static IEnumerable<BigInteger> Numbers(FunctionCall call)
    {
        if (call.Count > 1 || call[0].ValueKind != JsonValueKind.Array)
            return Enumerable.Range(0, call.Count).Select(call.Number);
        return call[0].GetArrayLength() > 0 ? call.Items(0).Select(item => FunctionValues.Units(item) ?? throw call.Fail($"the list has {Json.Describe(item)}, which is not a number."))
            : throw call.Refuse(0, "a list with at least one number");
    }

    static JsonElement Format(FunctionCall call)
    {
        var number = call.Number(0);
        if (call.Count > 1)
            number = FunctionValues.Rounded(number, BigInteger.Pow(10, ExactNumber.Places - (int)call.Whole(1, 0, ExactNumber.Places))) * BigInteger.Pow(10, ExactNumber.Places - (int)call.Whole(1, 0, ExactNumber.Places));
        var written = ExactNumber.Write(BigInteger.Abs(number)).Split('.');
        var part = (written.Length > 1 ? written[1] : "").PadRight(call.Count > 1 ? (int)call.Whole(1, 0, ExactNumber.Places) : 0, '0');
        var whole = Groups().Replace(written[0], call.TextOr(2, ",").Replace("$", "$$", StringComparison.Ordinal));
        return Json.Text($"{(number.Sign < 0 ? "-" : "")}{whole}{(part.Length > 0 ? call.TextOr(3, ".") : "")}{part}");
    }

    [GeneratedRegex("(?<=[0-9])(?=(?:[0-9]{3})+$)", RegexOptions.CultureInvariant)]
    private static partial Regex Groups();

    [GeneratedRegex(@"^-?(?:[0-9]+|[0-9]{1,3}(?<group>[.'’\s])[0-9]{3}(?:\k<group>[0-9]{3})*)(?:,[0-9]+)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex WithComma();

    [GeneratedRegex(@"^-?(?:[0-9]+|[0-9]{1,3}(?<group>[,'’\s])[0-9]{3}(?:\k<group>[0-9]{3})*)(?:\.[0-9]+)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex WithPoint();
}
