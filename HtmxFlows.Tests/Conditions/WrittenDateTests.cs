using FsCheck;
using FsCheck.Fluent;
using HtmxFlows.Conditions;
using NodaTime;
using NodaTime.Text;

namespace HtmxFlows.Tests.Conditions;

public sealed class WrittenDateTests
{
    [Theory]
    [InlineData("2030-01-31", "2030-01-31T00:00:00Z")]
    [InlineData("2030-01-31T09:00", "2030-01-31T09:00:00Z")]
    [InlineData("2030-01-31 09:00:01", "2030-01-31T09:00:01Z")]
    [InlineData("2030-01-31t09:00:00.5z", "2030-01-31T09:00:00.5Z")]
    [InlineData("2030-01-31T09:00:00,25+01:00", "2030-01-31T08:00:00.25Z")]
    [InlineData("2030-01-31T09:00:00.000+0000", "2030-01-31T09:00:00Z")]
    [InlineData("2030-01-31T09:00:00+0130", "2030-01-31T07:30:00Z")]
    [InlineData("2030-01-31T09:00:00-08", "2030-01-31T17:00:00Z")]
    [InlineData("2030-01-31T09:00:00-00:00", "2030-01-31T09:00:00Z")]
    [InlineData("2030-01-31 09:00:00 +0100", "2030-01-31T08:00:00Z")]
    [InlineData("2030-01-31 09:00:00 UTC", "2030-01-31T09:00:00Z")]
    [InlineData("20300131T090000Z", "2030-01-31T09:00:00Z")]
    [InlineData("20300131T0900+0100", "2030-01-31T08:00:00Z")]
    [InlineData("2030-01-31T24:00", "2030-02-01T00:00:00Z")]
    [InlineData("2030-12-31T24:00:00Z", "2031-01-01T00:00:00Z")]
    [InlineData("  2030-01-31\n", "2030-01-31T00:00:00Z")]
    [InlineData("Thu, 31 Jan 2030 09:00:00 +0100", "2030-01-31T08:00:00Z")]
    [InlineData("thu, 31 jan 2030 09:00:00 gmt", "2030-01-31T09:00:00Z")]
    [InlineData("31 Jan 2030 09:00 EST", "2030-01-31T14:00:00Z")]
    [InlineData("Fri, 1 Feb 2030 09:00:00 -0000 (UTC)", "2030-02-01T09:00:00Z")]
    [InlineData("Sunday, 06-Nov-94 08:49:37 GMT", "1994-11-06T08:49:37Z")]
    [InlineData("Thursday, 31-Jan-30 08:49:37 GMT", "2030-01-31T08:49:37Z")]
    [InlineData("Sun, 06-Nov-1994 08:49:37 GMT", "1994-11-06T08:49:37Z")]
    [InlineData("Sun Nov  6 08:49:37 1994", "1994-11-06T08:49:37Z")]
    public void Standard_forms_are_read(string text, string expected)
    {
        Assert.True(WrittenDate.TryRead(text, out var moment));
        Assert.Equal(InstantPattern.ExtendedIso.Parse(expected).Value, moment);
    }

    [Theory]
    [InlineData("")]
    [InlineData("01/02/2027")]
    [InlineData("1.2.2027")]
    [InlineData("09:00")]
    [InlineData("T09:00:00Z")]
    [InlineData("9:00 PM")]
    [InlineData("2030-01-31 9:00 PM")]
    [InlineData("2030-01-31T9:00")]
    [InlineData("20300131")]
    [InlineData("2030-01")]
    [InlineData("2030-02-30")]
    [InlineData("2030-99-99")]
    [InlineData("0000-01-01")]
    [InlineData("2030-01-31T24:00:01Z")]
    [InlineData("2030-01-31T25:00:00Z")]
    [InlineData("2030-01-31T09:60:00Z")]
    [InlineData("2030-01-31T09:00:00+01:60")]
    [InlineData("2030-01-31T09:00:00+99:00")]
    [InlineData("2030-01-31T09:00:00 CET")]
    [InlineData("9999-12-31T24:00:00Z")]
    [InlineData("9999-12-31T23:00:00-05:00")]
    [InlineData("Fri, 31 Jan 2030 09:00:00 GMT")]
    [InlineData("31 Jan 30 09:00:00 GMT")]
    [InlineData("Thu, 31 Jan 2030 09:00:00 IST")]
    [InlineData("Thu, 31 Jan 2030 09:00:00")]
    [InlineData("31 Jan 2030")]
    [InlineData("10 January 2031")]
    [InlineData("1893456000")]
    [InlineData("tomorrow")]
    [InlineData("٢٠٣٠-٠١-٣١")]
    public void What_would_have_to_be_guessed_is_not_a_date(string text) => Assert.False(WrittenDate.TryRead(text, out _));

    [Fact]
    public void A_text_without_an_offset_is_in_the_given_zone()
    {
        Assert.True(WrittenDate.TryRead("2030-07-01 10:00", DateTimeZoneProviders.Tzdb["Europe/Zurich"], out var date));
        Assert.Equal("2030-07-01T10:00:00+02:00", WrittenDate.Write(date));
    }

    // Until 1884 Zurich was 34 minutes and 8 seconds ahead.
    [Fact]
    public void An_offset_with_seconds_is_written_in_minutes_and_keeps_the_moment()
    {
        Assert.True(WrittenDate.TryRead("1850-01-01T12:00:00Z", DateTimeZoneProviders.Tzdb["Europe/Zurich"], out var date));
        Assert.True(WrittenDate.TryRead(WrittenDate.Write(date), out var again));
        Assert.Equal(date.ToInstant(), again);
    }

    [Fact]
    public void What_is_written_is_read_as_the_same() => Prop.ForAll(
        Arb.From(Gen.Zip(Gen.Choose(int.MinValue, int.MaxValue), Gen.Zip(Gen.Choose(0, 999_999_999), Gen.Elements("UTC", "Europe/Zurich", "Australia/Lord_Howe", "Asia/Kathmandu", "America/St_Johns")))),
        sample =>
        {
            var date = Instant.FromUnixTimeSeconds(sample.Item1 * 20L).PlusNanoseconds(sample.Item2.Item1).InZone(DateTimeZoneProviders.Tzdb[sample.Item2.Item2]);
            Assert.True(WrittenDate.TryRead(WrittenDate.Write(date), out var again));
            Assert.Equal(date.ToInstant(), again);
        }).QuickCheckThrowOnFailure();
}
