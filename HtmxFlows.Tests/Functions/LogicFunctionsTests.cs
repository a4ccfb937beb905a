namespace HtmxFlows.Tests.Functions;

public sealed class LogicFunctionsTests
{
    [Theory]
    [InlineData("{{eq 1 1.0}}", "true")]
    [InlineData("{{eq \"01234\" \"1234\"}}", "false")]
    [InlineData("{{eq \"01234\" \"1234\" \"number\"}}", "true")]
    [InlineData("{{eq none none}}", "true")]
    [InlineData("{{eq none null}}", "true")]
    [InlineData("{{eq prompt null}}", "false")]
    [InlineData("{{#each rows}}{{eq v null}} {{/each}}", "\"false false true \"")]
    [InlineData("{{ne text \"Ada\"}}", "true")]
    [InlineData("{{gt 10 9}}", "true")]
    [InlineData("{{gt \"10\" \"9\"}}", "false")]
    [InlineData("{{gt \"10\" 9}}", "true")]
    [InlineData("{{gt none 0}}", "false")]
    [InlineData("{{lt none 0}}", "false")]
    [InlineData("{{lt \"2030-01-31T23:30:00-01:00\" \"2030-02-01\" \"date\"}}", "false")]
    [InlineData("{{gte 2 2}}", "true")]
    [InlineData("{{lte 2 1}}", "false")]
    [InlineData("{{and yes text list}}", "true")]
    [InlineData("{{and yes none}}", "false")]
    [InlineData("{{or none 0 \"\" empty}}", "false")]
    [InlineData("{{or none prompt}}", "true")]
    [InlineData("{{not empty}}", "true")]
    [InlineData("{{choose (gt (length list) 2) \"many\" \"few\"}}", "\"many\"")]
    [InlineData("{{choose none 1 list}}", "[3, 1, 2]")]
    [InlineData("{{#if (and yes (eq prompt \"hi\"))}}a{{else if (not yes)}}b{{else}}c{{/if}}", "\"a\"")]
    public void A_logic_function_agrees_with_conditions(string template, string json) => Assert.Equal(json, Call.Value(template));

    [Theory]
    [InlineData("{{gt list 1}}", "`gt`: a list of 3 and 1 cannot be ordered.")]
    [InlineData("{{gt 1 \"x\" \"number\"}}", "`gt`: the text “x” is not a number.")]
    [InlineData("{{eq 1 1 \"money\"}}", "`eq`: type is the text “money”; one of text, number, date, boolean is required.")]
    public void What_cannot_be_compared_is_refused(string template, string message) =>
        Assert.StartsWith(message, Call.Failure(template), StringComparison.Ordinal);
}
