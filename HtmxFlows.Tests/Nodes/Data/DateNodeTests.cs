using FsCheck;
using FsCheck.Fluent;
using HtmxFlows.Data;
using HtmxFlows.Nodes;

namespace HtmxFlows.Tests.Nodes;

public sealed class DateNodeTests
{
    [Theory]
    [InlineData("2030-01-31", "\"2030-01-31T00:00:00+00:00\"")]
    [InlineData("2030-01-31T09:00", "\"2030-01-31T09:00:00+00:00\"")]
    [InlineData("2030-01-31 09:00:01.25", "\"2030-01-31T09:00:01.25+00:00\"")]
    [InlineData("2030-01-31T09:00:00Z", "\"2030-01-31T09:00:00+00:00\"")]
    [InlineData("2030-01-31T09:00+05:30", "\"2030-01-31T09:00:00+05:30\"")]
    [InlineData(" 2030-01-31T09:00:00-01 ", "\"2030-01-31T09:00:00-01:00\"")]
    [InlineData("2024-03-10T08:00:00.000+0000", "\"2024-03-10T08:00:00+00:00\"")]
    [InlineData("2030-01-31t09:00:00z", "\"2030-01-31T09:00:00+00:00\"")]
    [InlineData("2030-12-31T24:00:00Z", "\"2031-01-01T00:00:00+00:00\"")]
    [InlineData("2030-01-31T09:00:00.123456789Z", "\"2030-01-31T09:00:00.123456789+00:00\"")]
    [InlineData("Thu, 31 Jan 2030 09:00:00 EST", "\"2030-01-31T09:00:00-05:00\"")]
    public async Task Dates_are_read(string value, string json) =>
        Assert.Equal(json, await NodeTypes.Output("date", """{"operation": "format", "value": "{{input}}"}""", Json.From(new { input = value }).GetRawText()));

    [Theory]
    [InlineData("""{"operation": "format", "value": "2030-07-01T10:30:00Z", "zone": "Europe/Zurich"}""", "\"2030-07-01T12:30:00+02:00\"")]
    [InlineData("""{"operation": "format", "value": "2030-01-01T10:30", "zone": "Europe/Zurich"}""", "\"2030-01-01T10:30:00+01:00\"")]
    [InlineData("""{"operation": "format", "value": "2030-03-31T02:30", "zone": "Europe/Zurich"}""", "\"2030-03-31T03:30:00+02:00\"")]
    [InlineData("""{"operation": "format", "value": "1.7.2030 9:05", "read": "d.M.yyyy H:mm", "zone": "America/New_York"}""", "\"2030-07-01T09:05:00-04:00\"")]
    [InlineData("""{"operation": "format", "value": "01/07/2030 09:05 +02:00", "read": "dd/MM/yyyy HH:mm o<+HH:mm>"}""", "\"2030-07-01T09:05:00+02:00\"")]
    [InlineData("""{"operation": "format", "value": 1900000000, "read": "unix"}""", "\"2030-03-17T17:46:40+00:00\"")]
    [InlineData("""{"operation": "format", "value": "1900000000123", "read": "unix-ms"}""", "\"2030-03-17T17:46:40.123+00:00\"")]
    [InlineData("""{"operation": "format", "value": "2030-03-17T17:46:40.123Z", "write": "unix"}""", "1900000000")]
    [InlineData("""{"operation": "format", "value": "2030-03-17T17:46:40.123Z", "write": "unix-ms"}""", "1900000000123")]
    [InlineData("""{"operation": "format", "value": "2030-07-01T10:30:00Z", "zone": "Europe/Zurich", "write": "ddd d MMMM yyyy, HH:mm z"}""", "\"Mon 1 July 2030, 12:30 Europe/Zurich\"")]
    [InlineData("""{"operation": "add", "value": "2030-01-31", "amount": "1", "unit": "months"}""", "\"2030-02-28T00:00:00+00:00\"")]
    [InlineData("""{"operation": "add", "value": "2028-02-29", "amount": "-1", "unit": "years"}""", "\"2027-02-28T00:00:00+00:00\"")]
    [InlineData("""{"operation": "add", "value": "2030-03-30T12:00", "amount": "1", "unit": "days", "zone": "Europe/Zurich"}""", "\"2030-03-31T12:00:00+02:00\"")]
    [InlineData("""{"operation": "add", "value": "2030-03-30T12:00", "amount": "24", "unit": "hours", "zone": "Europe/Zurich"}""", "\"2030-03-31T13:00:00+02:00\"")]
    [InlineData("""{"operation": "add", "value": "2030-01-01", "amount": "2", "unit": "weeks"}""", "\"2030-01-15T00:00:00+00:00\"")]
    [InlineData("""{"operation": "add", "value": "2030-01-01", "amount": "-90", "unit": "seconds", "write": "HH:mm:ss"}""", "\"23:58:30\"")]
    [InlineData("""{"operation": "add", "value": "2030-10-27T02:30:00+01:00", "amount": "0", "zone": "Europe/Zurich"}""", "\"2030-10-27T02:30:00+01:00\"")]
    [InlineData("""{"operation": "add", "value": "2030-10-27T02:30:00+02:00", "amount": "0", "unit": "months", "zone": "Europe/Zurich"}""", "\"2030-10-27T02:30:00+02:00\"")]
    [InlineData("""{"operation": "add", "value": "2030-10-20T02:30:00+02:00", "amount": "7.0", "zone": "Europe/Zurich"}""", "\"2030-10-27T02:30:00+02:00\"")]
    [InlineData("""{"operation": "add", "value": "2030-11-03T02:30:00+01:00", "amount": "-1", "unit": "weeks", "zone": "Europe/Zurich"}""", "\"2030-10-27T02:30:00+01:00\"")]
    [InlineData("""{"operation": "start", "value": "2030-10-27T02:30:00+01:00", "unit": "hours", "zone": "Europe/Zurich"}""", "\"2030-10-27T02:00:00+01:00\"")]
    [InlineData("""{"operation": "start", "value": "2030-10-27T02:30:00+02:00", "unit": "hours", "zone": "Europe/Zurich"}""", "\"2030-10-27T02:00:00+02:00\"")]
    [InlineData("""{"operation": "start", "value": "2030-04-07T01:45:00+10:30", "unit": "hours", "zone": "Australia/Lord_Howe"}""", "\"2030-04-07T01:00:00+11:00\"")]
    [InlineData("""{"operation": "start", "value": "2030-04-07T01:45:00+11:00", "unit": "hours", "zone": "Australia/Lord_Howe"}""", "\"2030-04-07T01:00:00+11:00\"")]
    [InlineData("""{"operation": "start", "value": "2030-10-06T02:45:00+11:00", "unit": "hours", "zone": "Australia/Lord_Howe"}""", "\"2030-10-06T02:30:00+11:00\"")]
    [InlineData("""{"operation": "start", "value": "2030-04-07T01:45:20+10:30", "unit": "minutes", "zone": "Australia/Lord_Howe"}""", "\"2030-04-07T01:45:00+10:30\"")]
    [InlineData("""{"operation": "difference", "value": "2030-01-31", "other": "2030-03-30", "unit": "months"}""", "1")]
    [InlineData("""{"operation": "difference", "value": "2030-03-01", "other": "2030-02-01", "unit": "days"}""", "-28")]
    [InlineData("""{"operation": "difference", "value": "2030-01-01T00:00:00Z", "other": "2030-01-01T02:59:00+01:00", "unit": "hours"}""", "1")]
    [InlineData("""{"operation": "difference", "value": "2000-06-01", "other": "2030-05-31", "unit": "years"}""", "29")]
    [InlineData("""{"operation": "difference", "value": "2030-01-01", "other": "2030-01-22", "unit": "weeks"}""", "3")]
    [InlineData("""{"operation": "start", "value": "2030-07-04T15:10:20.5+02:00", "unit": "weeks"}""", "\"2030-07-01T00:00:00+02:00\"")]
    [InlineData("""{"operation": "start", "value": "2030-07-04T15:10:20.5+02:00", "unit": "months"}""", "\"2030-07-01T00:00:00+02:00\"")]
    [InlineData("""{"operation": "start", "value": "2030-07-04T15:10:20.5+02:00", "unit": "years"}""", "\"2030-01-01T00:00:00+02:00\"")]
    [InlineData("""{"operation": "start", "value": "2030-07-04T15:10:20.5+02:00"}""", "\"2030-07-04T00:00:00+02:00\"")]
    [InlineData("""{"operation": "start", "value": "2030-07-04T15:10:20.5+05:30", "unit": "hours"}""", "\"2030-07-04T15:00:00+05:30\"")]
    [InlineData("""{"operation": "start", "value": "2030-07-04T15:10:20.5+02:00", "unit": "minutes"}""", "\"2030-07-04T15:10:00+02:00\"")]
    [InlineData("""{"operation": "start", "value": "2030-07-04T15:10:20.5+02:00", "unit": "seconds"}""", "\"2030-07-04T15:10:20+02:00\"")]
    [InlineData("""{"operation": "parts", "value": "2030-12-31T15:10:20+05:30"}""", """{"year":2030,"month":12,"day":31,"hour":15,"minute":10,"second":20,"weekday":2,"dayOfYear":365,"week":1,"offset":"+05:30","unix":1924940420}""")]
    public async Task It_reads_writes_and_computes(string data, string json) => Assert.Equal(json, await NodeTypes.Output("date", data));

    [Fact]
    public async Task Without_a_value_it_is_now()
    {
        var outcome = await NodeTypes.Execute("date", """{"operation": "format", "zone": "Asia/Tokyo"}""", time: new ManualTime());
        Assert.Equal(new ManualTime().GetUtcNow(), DateTimeOffset.Parse(Assert.IsType<NodeOutcome.Completed>(outcome).Output.GetString()!, System.Globalization.CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("{}", "tomorrow", "the text “tomorrow” is not a date in ISO 8601, e.g. 2030-01-31T09:00:00+01:00, or a mail or HTTP date, e.g. Thu, 31 Jan 2030 09:00:00 +0100. Change the value, or set Input format.")]
    [InlineData("{}", "2030-02-30", "the text “2030-02-30” is not a date in ISO 8601, e.g. 2030-01-31T09:00:00+01:00, or a mail or HTTP date, e.g. Thu, 31 Jan 2030 09:00:00 +0100. Change the value, or set Input format.")]
    [InlineData("""{"read": "d.M.yyyy"}""", "2030-01-01", "the text “2030-01-01” does not match the format d.M.yyyy. Change the value, or the field Input format.")]
    [InlineData("""{"read": "unix"}""", "1e400", "the text “1e400” is not a whole number, as unix requires. Change the value, or the field Input format.")]
    [InlineData("""{"read": "unix"}""", "9223372036854775807", "The result is outside the years 1 to 9999. Use a smaller amount, or another value.")]
    [InlineData("""{"operation": "add", "amount": "999999999999"}""", "2030-01-01", "The result is outside the years 1 to 9999. Use a smaller amount, or another value.")]
    [InlineData("""{"operation": "add", "amount": "9000", "unit": "years"}""", "2030-01-01", "The result is outside the years 1 to 9999. Use a smaller amount, or another value.")]
    [InlineData("""{"operation": "add", "amount": "-3000", "unit": "years"}""", "2030-01-01", "The result is outside the years 1 to 9999. Use a smaller amount, or another value.")]
    [InlineData("""{"operation": "add", "amount": "1.5"}""", "2030-01-01", "Amount is the text “1.5”; a whole number is required.")]
    public async Task A_text_that_is_no_date_or_outside_the_calendar_is_reported(string data, string input, string message)
    {
        var settings = Json.Parse(data).EnumerateObject().Append(Json.Parse("""{"value": "{{input}}"}""").EnumerateObject().First()).ToDictionary(member => member.Name, member => member.Value);
        settings.TryAdd("operation", Json.Text("format"));
        Assert.Equal(message, await NodeTypes.Failure("date", Json.From(settings).GetRawText(), Json.From(new { input }).GetRawText()));
    }

    [Theory]
    [InlineData("{}", "operation: Operation is required.")]
    [InlineData("""{"operation": "add"}""", "amount: Amount is required.")]
    [InlineData("""{"operation": "format", "zone": "Mars/Olympus"}""", "zone: Unknown time zone: “Mars/Olympus”. Use a name such as Europe/Zurich or America/New_York.")]
    [InlineData("""{"operation": "start", "unit": "decades"}""", "unit: Unit must be one of years, months, weeks, days, hours, minutes, seconds.")]
    public void An_invalid_configuration_of_date_is_reported(string data, string problem) => Assert.Equal([problem], NodeTypes.Problems("date", data));

    [Theory]
    [InlineData("read"), InlineData("write")]
    public void An_invalid_date_pattern_is_reported(string field) =>
        Assert.StartsWith($"{field}: “dd.QQ” is not a valid format:", Assert.Single(NodeTypes.Problems("date", $$"""{"operation": "format", "{{field}}": "dd.QQ"}""")), StringComparison.Ordinal);

    [Fact]
    public void What_was_added_is_the_difference() => Prop.ForAll(
        Arb.From(Gen.Zip(Gen.Choose(0, int.MaxValue), Gen.Zip(Gen.Choose(-100_000, 100_000), Gen.Elements("days", "hours", "minutes", "seconds")))),
        sample =>
        {
            var (unix, (amount, unit)) = sample;
            var later = NodeTypes.Output("date", $$"""{"operation": "add", "value": {{unix}}, "read": "unix", "write": "unix", "zone": "UTC", "amount": {{amount}}, "unit": "{{unit}}"}""").GetAwaiter().GetResult();
            Assert.Equal($"{amount}", NodeTypes.Output("date", $$"""{"operation": "difference", "value": {{unix}}, "other": {{later}}, "read": "unix", "unit": "{{unit}}"}""").GetAwaiter().GetResult());
        }).QuickCheckThrowOnFailure();
}
