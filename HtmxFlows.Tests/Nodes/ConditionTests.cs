using HtmxFlows.Data;
using HtmxFlows.Nodes;

namespace HtmxFlows.Tests.Nodes;

public sealed class ConditionTests
{
    [Theory]
    [InlineData("1", Operator.Equals, "\"1.0\"", true)]
    [InlineData("\"1e2\"", Operator.Equals, "100", true)]
    [InlineData("\"a\"", Operator.Equals, "\"A\"", false)]
    [InlineData("null", Operator.Equals, "\"null\"", true)]
    [InlineData("true", Operator.Equals, "\"true\"", true)]
    [InlineData("""{"a":1,"b":[2]}""", Operator.Equals, """{"b":[2],"a":1}""", true)]
    [InlineData("""{"a":1}""", Operator.Equals, "\"{\\\"a\\\": 1}\"", true)]
    [InlineData("[1]", Operator.Equals, "1", false)]
    [InlineData("\"2030-01-31T09:00:00+01:00\"", Operator.Equals, "\"2030-01-31T08:00:00Z\"", true)]
    [InlineData("\"12345678901234567890123456789012345678901\"", Operator.Equals, "\"12345678901234567890123456789012345678902\"", false)]
    [InlineData("1", Operator.NotEquals, "2", true)]
    [InlineData("[1]", Operator.NotEquals, "[1]", false)]
    [InlineData("9", Operator.Less, "\"10\"", true)]
    [InlineData("\"9\"", Operator.Less, "\"10\"", true)]
    [InlineData("\"b\"", Operator.Less, "\"a\"", false)]
    [InlineData("\"9 apples\"", Operator.Less, "\"10 apples\"", false)]
    [InlineData("\"2030-01-31\"", Operator.Less, "\"2030-01-31T00:00:01Z\"", true)]
    [InlineData("5", Operator.Less, "1e30", true)]
    [InlineData("1e30", Operator.Less, "5", false)]
    [InlineData("\"10 January 2031\"", Operator.Less, "\"11 January 2030\"", true)]
    [InlineData("2", Operator.LessOrEqual, "2.0", true)]
    [InlineData("2", Operator.Greater, "2.0", false)]
    [InlineData("0.1", Operator.Greater, "-0.1", true)]
    [InlineData("2", Operator.GreaterOrEqual, "2.0", true)]
    [InlineData("9007199254740993", Operator.Greater, "9007199254740992", true)]
    [InlineData("\"haystack\"", Operator.Contains, "\"st\"", true)]
    [InlineData("\"\"", Operator.Contains, "\"\"", true)]
    [InlineData("[1, \"2\", {\"a\": 1}]", Operator.Contains, "2", true)]
    [InlineData("[1, \"2\", {\"a\": 1}]", Operator.Contains, "{\"a\": 1}", true)]
    [InlineData("[[1]]", Operator.Contains, "1", false)]
    [InlineData("""{"key": 1}""", Operator.Contains, "\"key\"", true)]
    [InlineData("""{"key": 1}""", Operator.Contains, "1", false)]
    [InlineData("[1]", Operator.NotContains, "2", true)]
    [InlineData("\"prefix\"", Operator.StartsWith, "\"pre\"", true)]
    [InlineData("\"Prefix\"", Operator.StartsWith, "\"pre\"", false)]
    [InlineData("2030", Operator.StartsWith, "20", true)]
    [InlineData("\"suffix\"", Operator.EndsWith, "\"fix\"", true)]
    [InlineData("\"a1b\"", Operator.Matches, "\"\\\\d\"", true)]
    [InlineData("\"ab\"", Operator.Matches, "\"^\\\\d+$\"", false)]
    [InlineData("\"\"", Operator.IsEmpty, "0", true)]
    [InlineData("null", Operator.IsEmpty, "0", true)]
    [InlineData("[]", Operator.IsEmpty, "0", true)]
    [InlineData("{}", Operator.IsEmpty, "0", true)]
    [InlineData("0", Operator.IsEmpty, "0", false)]
    [InlineData("false", Operator.IsEmpty, "0", false)]
    [InlineData("\" \"", Operator.IsNotEmpty, "0", true)]
    [InlineData("true", Operator.IsTrue, "0", true)]
    [InlineData("\"true\"", Operator.IsTrue, "0", true)]
    [InlineData("1", Operator.IsTrue, "0", false)]
    [InlineData("\"yes\"", Operator.IsTrue, "0", false)]
    public void Values_are_compared(string left, Operator @operator, string right, bool holds) =>
        Assert.Equal(holds, Condition.Holds(Json.Parse(left), @operator, Json.Parse(right)));

    [Theory]
    [InlineData("[1]", "2", "a list of 1 and 2 have no order. Compare texts, numbers or dates.")]
    [InlineData("\"a\"", "{}", "the text “a” and an object have no order. Compare texts, numbers or dates.")]
    public void What_has_no_order_cannot_be_less(string left, string right, string message) =>
        Assert.Equal(message, Assert.Throws<NodeException>(() => Condition.Holds(Json.Parse(left), Operator.Less, Json.Parse(right))).Message);

    [Theory]
    [InlineData("(")]
    [InlineData("(a)\\1")]
    [InlineData("(?=a)")]
    [InlineData("((a{1,1000}){1,1000}){1,1000}")]
    public void A_regular_expression_that_cannot_be_used_is_told(string pattern) =>
        Assert.StartsWith($"The regular expression “{pattern}” cannot be used:",
            Assert.Throws<NodeException>(() => Condition.Holds(Json.Text("aaa"), Operator.Matches, Json.Text(pattern))).Message, StringComparison.Ordinal);

    // Backtracking would take for ever.
    [Fact]
    public void A_regular_expression_does_not_backtrack() =>
        Assert.False(Condition.Holds(Json.Text(new string('a', 50_000) + "!"), Operator.Matches, Json.Text("^(a+)+$")));
}
