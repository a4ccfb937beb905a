namespace HtmxFlows.Tests.Functions;

public sealed class DateFunctionsTests
{
    static readonly ManualTime Time = new();

    [Theory]
    [InlineData("{{now}}", "\"2030-01-31T09:00:00+00:00\"")]
    [InlineData("x{{now}}", "\"x2030-01-31T09:00:00+00:00\"")]
    [InlineData("{{now \"Europe/Zurich\"}}", "\"2030-01-31T10:00:00+01:00\"")]
    [InlineData("{{format now \"dd.MM.yyyy\"}}", "\"31.01.2030\"")]
    [InlineData("{{#each list}}{{format (now) \"HH\"}}{{/each}}", "\"090909\"")]
    [InlineData("{{#each empty}}{{else}}{{format @root.now \"HH\"}}{{/each}}", "\"09\"")]
    [InlineData("{{format \"Thu, 31 Jan 2030 09:00:00 +0100\" \"uuuu-MM-dd HH:mm\" \"UTC\"}}", "\"2030-01-31 08:00\"")]
    [InlineData("{{format \"2030-01-31\" \"unix\"}}", "1896048000")]
    [InlineData("{{add-months \"2030-01-31\" 1}}", "\"2030-02-28T00:00:00+00:00\"")]
    [InlineData("{{add-years \"2028-02-29\" -1}}", "\"2027-02-28T00:00:00+00:00\"")]
    [InlineData("{{add-weeks \"2030-01-01\" 2}}", "\"2030-01-15T00:00:00+00:00\"")]
    [InlineData("{{add-days \"2030-03-30T12:00\" 1 \"Europe/Zurich\"}}", "\"2030-03-31T12:00:00+02:00\"")]
    [InlineData("{{add-hours \"2030-03-30T12:00\" 24 \"Europe/Zurich\"}}", "\"2030-03-31T13:00:00+02:00\"")]
    [InlineData("{{add-minutes \"2030-01-01T00:00:00Z\" \"-1\"}}", "\"2029-12-31T23:59:00+00:00\"")]
    [InlineData("{{add-seconds \"2030-01-01T00:00:00.25Z\" 1}}", "\"2030-01-01T00:00:01.25+00:00\"")]
    [InlineData("{{difference \"2030-01-01\" \"2030-03-01\" \"days\"}}", "59")]
    [InlineData("{{difference \"2030-03-01\" \"2030-01-01\" \"month\"}}", "-2")]
    [InlineData("{{start-of \"2030-07-04T15:00:00+02:00\" \"week\"}}", "\"2030-07-01T00:00:00+02:00\"")]
    [InlineData("{{start-of \"2030-07-04T22:30:00Z\" \"day\" \"Europe/Zurich\"}}", "\"2030-07-05T00:00:00+02:00\"")]
    public void A_date_function_returns_its_value(string template, string json) => Assert.Equal(json, Call.Value(template, time: Time));

    [Theory]
    [InlineData("{{format \"01/02/2030\" \"dd\"}}", "`format`: date is the text “01/02/2030”; a date in ISO 8601")]
    [InlineData("{{format 5 \"dd\"}}", "`format`: date is 5; a date in")]
    [InlineData("{{format none \"dd\"}}", "`format`: date is null; a date in")]
    [InlineData("{{format \"2030-01-01\" \"%\"}}", "`format`: “%” is not a valid format:")]
    [InlineData("{{format \"2030-01-01\" \"dd\" \"Mars\"}}", "`format`: zone is the text “Mars”; a time zone such as Europe/Zurich")]
    [InlineData("{{add-days \"2030-01-01\" 1.5}}", "`add-days`: amount is 1.5; a whole number from")]
    [InlineData("{{add-years \"2030-01-01\" 9000}}", "`add-years`: the result is outside the years 1 to 9999.")]
    [InlineData("{{add-seconds \"2030-01-01\" 999999999999}}", "`add-seconds`: the result is outside the years 1 to 9999.")]
    [InlineData("{{difference \"2030-01-01\" \"2030-01-01\" \"fortnight\"}}", "`difference`: unit is the text “fortnight”; one of years, months,")]
    public void A_value_that_is_not_a_date_is_refused(string template, string message) =>
        Assert.StartsWith(message, Call.Failure(template), StringComparison.Ordinal);

    [Fact]
    public void A_node_called_now_hides_the_time() => Assert.Equal("\"mine\"", Call.Value("{{now}}", """{"now": "mine"}"""));
}
