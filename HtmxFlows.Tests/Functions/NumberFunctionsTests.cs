using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using HtmxFlows.Data;

namespace HtmxFlows.Tests.Functions;

public sealed class NumberFunctionsTests
{
    [Theory]
    [InlineData("{{add 0.1 0.2}}", "0.3")]
    [InlineData("{{add n 0.5}}", null)]
    [InlineData("{{add 12345678901234567890 1}}", "12345678901234567891")]
    [InlineData("{{add \"1\" 2 3}}", "6")]
    [InlineData("{{subtract 1 0.9}}", "0.1")]
    [InlineData("{{multiply 1.1 1.1 100}}", "121")]
    [InlineData("{{divide 10 4}}", "2.5")]
    [InlineData("{{divide 2 3}}", "0.6666666666666666666666666667")]
    [InlineData("{{divide -1 8}}", "-0.125")]
    [InlineData("{{mod -7 3}}", "-1")]
    [InlineData("{{mod 7.5 2}}", "1.5")]
    [InlineData("{{round 1.005 2}}", "1.01")]
    [InlineData("{{round -2.5}}", "-3")]
    [InlineData("{{round 2.4}}", "2")]
    [InlineData("{{floor -2.1}}", "-3")]
    [InlineData("{{floor 2.19 1}}", "2.1")]
    [InlineData("{{ceil 2.11 1}}", "2.2")]
    [InlineData("{{ceil -2.9}}", "-2")]
    [InlineData("{{abs -7.50}}", "7.5")]
    [InlineData("{{min 3 -1 2}}", "-1")]
    [InlineData("{{max list}}", "3")]
    [InlineData("{{max 5}}", "5")]
    [InlineData("{{number \" +007.50 \"}}", "7.5")]
    [InlineData("{{number n}}", "123456789012345678901234567890.5")]
    [InlineData("{{number \"1.234.567,89\" \",\"}}", "1234567.89")]
    [InlineData("{{number \"-1'234.5\" \".\"}}", "-1234.5")]
    [InlineData("{{format-number 1234567.891 2}}", "\"1,234,567.89\"")]
    [InlineData("{{format-number 1234567.5}}", "\"1,234,567.5\"")]
    [InlineData("{{format-number -999.995 2 \".\" \",\"}}", "\"-1.000,00\"")]
    [InlineData("{{format-number 1234 0 \"$&\"}}", "\"1$&234\"")]
    [InlineData("{{format-number 0.4 0}}", "\"0\"")]
    [InlineData("{{format-number -0.4 0}}", "\"0\"")]
    public void A_number_function_is_exact(string template, string? json)
    {
        if (json is null)
            Assert.Equal("`add`: number is 123456789012345678901234567890.5; a number of at most 28 digits before and after the decimal point is required.", Call.Failure(template));
        else
            Assert.Equal(json, Call.Value(template));
    }

    [Theory]
    [InlineData("{{round \"abc\"}}", "`round`: number is the text “abc”; a number of at most 28 digits before and after the decimal point is required.")]
    [InlineData("{{round 1 29}}", "`round`: digits is 29; a whole number from 0 to 28 is required.")]
    [InlineData("{{add 1 none}}", "`add`: more is null; a number")]
    [InlineData("{{add 1 yes}}", "`add`: more is true; a number")]
    [InlineData("{{divide 1 0}}", "`divide`: other is 0; a number other than 0 is required.")]
    [InlineData("{{mod 1 \"0.0\"}}", "`mod`: other is the text “0.0”; a number other than 0 is required.")]
    [InlineData("{{min empty}}", "`min`: numbers is a list of 0; a list with at least one number is required.")]
    [InlineData("{{max (list 1 \"x\")}}", "`max`: the list has the text “x”, which is not a number.")]
    [InlineData("{{number \"1,234.5\"}}", "`number`: text is the text “1,234.5”; a number")]
    [InlineData("{{number \"1.23,45\" \",\"}}", "`number`: text is the text “1.23,45”; a number with the decimal sign , is required.")]
    [InlineData("{{multiply 9999999999999999999999999999 9999999999999999999999999999}}", "`multiply`: the result has more than 28 digits before the decimal point, the limit.")]
    public void A_number_that_cannot_be_computed_with_is_refused(string template, string message) =>
        Assert.StartsWith(message, Call.Failure(template), StringComparison.Ordinal);

    [Fact]
    public void Arithmetic_agrees_with_decimals() =>
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), ArbMap.Default.ArbFor<short>(), Agrees).QuickCheckThrowOnFailure();

    static void Agrees(int left, short right)
    {
        var (a, b) = (left / 1000m, right / 100m);
        var data = Json.From(new { a, b }).GetRawText();

        Assert.Equal(a + b, Decimal("{{add a b}}", data));
        Assert.Equal(a - b, Decimal("{{subtract a b}}", data));
        Assert.Equal(a * b, Decimal("{{multiply a b}}", data));
        Assert.Equal(Math.Round(a, 1, MidpointRounding.AwayFromZero), Decimal("{{round a 1}}", data));
        Assert.Equal(Math.Floor(a), Decimal("{{floor a}}", data));
        Assert.Equal(Math.Ceiling(a), Decimal("{{ceil a}}", data));
        if (b != 0)
            Assert.Equal(a % b, Decimal("{{mod a b}}", data));
    }

    static decimal Decimal(string template, string data) => decimal.Parse(Call.Value(template, data), CultureInfo.InvariantCulture);
}
