using System.Numerics;
using System.Text.RegularExpressions;

namespace HtmxFlows.Conditions;

/// <summary>A decimal number of any size, with all of its digits: its value is sign × 0.<see cref="Digits"/> × 10^<see cref="Scale"/>.</summary>
public readonly partial record struct ExactNumber : IComparable<ExactNumber>
{
    /// <summary>How many digits a number that is computed with may have before its point, and after it.</summary>
    public const int Places = 28;

    /// <summary>The number 1.</summary>
    public static ExactNumber One { get; } = new(1, "1", 1);

    ExactNumber(int sign, string digits, long scale) => (Sign, Digits, Scale) = (sign, digits, scale);

    /// <summary>-1, 0 or 1.</summary>
    public int Sign { get; }

    /// <summary>Without zeros at either end; zero has none.</summary>
    public string Digits { get; }

    public long Scale { get; }

    /// <summary>Reads a number as JSON has it, also with a plus, without a digit on one side of the point, or between white space.</summary>
    public static bool TryParse(string text, out ExactNumber number)
    {
        number = default;
        if (Form().Match(text.Trim()) is not { Success: true } match || match.Groups["whole"].Length + match.Groups["part"].Length == 0)
            return false;
        var (whole, power) = (match.Groups["whole"].Value, match.Groups["power"].Value);
        var digits = (whole + match.Groups["part"].Value).TrimEnd('0');
        var significant = digits.TrimStart('0');
        number = significant.Length == 0
            ? new(0, "", 0)
            : new(match.Groups["minus"].Length > 0 ? -1 : 1, significant,
                whole.Length - (digits.Length - significant.Length) + (power.Length > 0 ? long.Parse(power, System.Globalization.CultureInfo.InvariantCulture) : 0));
        return true;
    }

    /// <summary>Reads a text that is written exactly as JSON writes numbers: 7, -0.5 or 1e6, but not 007, +7, .5 or 1,000.</summary>
    public static bool TryParseJson(string text, out ExactNumber number)
    {
        number = default;
        return JsonForm().IsMatch(text.AsSpan().Trim()) && TryParse(text, out number);
    }

    public int CompareTo(ExactNumber other) => Sign != other.Sign ? Sign.CompareTo(other.Sign) : Sign * CompareSizes(other);

    int CompareSizes(ExactNumber other) =>
        Scale != other.Scale ? Scale.CompareTo(other.Scale) : Math.Sign(string.CompareOrdinal(Digits, other.Digits));

    /// <summary>One, counted in 10^-<see cref="Places"/>.</summary>
    public static BigInteger Unit { get; } = BigInteger.Pow(10, Places);

    /// <summary>Whether it has nothing after its point, however it is written.</summary>
    public bool IsWhole => Sign == 0 || Digits.Length <= Scale;

    /// <summary>The nearest number of floating point, infinite if it is too large for one.</summary>
    public double ToDouble() => Sign == 0 ? 0
        : double.Parse($"{(Sign < 0 ? "-" : "")}0.{Digits.AsSpan(0, Math.Min(Digits.Length, 40))}e{Scale}", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>A whole number that fits, however it is written: 2, 2.0 or 2e0; null otherwise.</summary>
    public long? ToInt64() =>
        !IsWhole || Scale > 19 ? null
        : BigInteger.Parse(Digits.PadRight((int)Scale, '0').PadLeft(1, '0'), System.Globalization.CultureInfo.InvariantCulture) * Sign is var whole
            && whole >= long.MinValue && whole <= long.MaxValue ? (long)whole
        : null;

    /// <summary>The number counted in 10^-<see cref="Places"/>; null if it has more digits than can be computed with.</summary>
    public BigInteger? ToUnits() =>
        Sign == 0 ? BigInteger.Zero
        : Scale > Places || Digits.Length - Scale > Places ? null
        : Sign * BigInteger.Parse(Digits, System.Globalization.CultureInfo.InvariantCulture) * BigInteger.Pow(10, (int)(Places + Scale - Digits.Length));

    /// <summary>Units as a JSON number, without an exponent and without zeros that say nothing.</summary>
    public static string Write(BigInteger units)
    {
        var digits = BigInteger.Abs(units).ToString(System.Globalization.CultureInfo.InvariantCulture).PadLeft(Places + 1, '0');
        var number = $"{digits[..^Places]}.{digits[^Places..]}".TrimEnd('0').TrimEnd('.');
        return units.Sign < 0 ? $"-{number}" : number;
    }

    // An exponent of ten digits and more is no number that anybody means.
    [GeneratedRegex(@"^(?:(?<minus>-)|\+)?(?<whole>[0-9]*)(?:\.(?<part>[0-9]*))?(?:[eE](?<power>[+-]?[0-9]{1,9}))?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();

    [GeneratedRegex(@"^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]{1,9})?\z", RegexOptions.CultureInvariant)]
    private static partial Regex JsonForm();

    public static bool operator <(ExactNumber left, ExactNumber right) => left.CompareTo(right) < 0;

    public static bool operator <=(ExactNumber left, ExactNumber right) => left.CompareTo(right) <= 0;

    public static bool operator >(ExactNumber left, ExactNumber right) => left.CompareTo(right) > 0;

    public static bool operator >=(ExactNumber left, ExactNumber right) => left.CompareTo(right) >= 0;
}
