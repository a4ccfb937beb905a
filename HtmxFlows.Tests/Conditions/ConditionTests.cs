using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using HtmxFlows.Conditions;
using HtmxFlows.Data;
using HtmxFlows.Expressions;

namespace HtmxFlows.Tests.Conditions;

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
    [InlineData("1e400", Operator.Greater, "1e399", true)]
    [InlineData("-1e400", Operator.Less, "5", true)]
    [InlineData("1e30", Operator.Equals, "1000000000000000000000000000000", true)]
    [InlineData("0.1000000000000000000000000000000001", Operator.Greater, "0.1", true)]
    [InlineData("123456789012345678901234567890", Operator.Less, "123456789012345678901234567891", true)]
    [InlineData("-0", Operator.Equals, "0.000e5", true)]
    [InlineData("10", Operator.Less, "\"9 apples\"", true)]
    [InlineData("10", Operator.Less, "\"2030-01-31\"", true)]
    [InlineData("\"2030-01-31\"", Operator.Less, "\"1x\"", true)]
    [InlineData("{\"a\": [1.0]}", Operator.Equals, "{\"a\": [1]}", true)]
    [InlineData("\"a1b\"", Operator.NotMatches, "\"\\\\d\"", false)]
    [InlineData("null", Operator.Exists, "0", false)]
    [InlineData("0", Operator.Exists, "0", true)]
    [InlineData("\"\"", Operator.NotExists, "0", false)]
    [InlineData("false", Operator.IsFalse, "0", true)]
    [InlineData("\"false\"", Operator.IsFalse, "0", true)]
    [InlineData("null", Operator.IsFalse, "0", false)]
    [InlineData("1", Operator.IsTrue, "0", false)]
    [InlineData("\"yes\"", Operator.IsTrue, "0", false)]
    public void Values_are_compared(string left, Operator @operator, string right, bool holds) =>
        Assert.Equal(holds, Condition.Holds(Json.Parse(left), @operator, Json.Parse(right)));

    [Theory]
    [InlineData("[1]", "2", "a list of 1 and 2 cannot be ordered. Compare texts, numbers or dates.")]
    [InlineData("\"a\"", "{}", "the text “a” and an object cannot be ordered. Compare texts, numbers or dates.")]
    public void What_has_no_order_cannot_be_less(string left, string right, string message) =>
        Assert.Equal(message, Assert.Throws<NodeException>(() => Condition.Holds(Json.Parse(left), Operator.Less, Json.Parse(right))).Message);

    [Theory]
    [InlineData("\"10\"", Operator.Less, "9", ComparedAs.Text, true)]
    [InlineData("\"1.0\"", Operator.Equals, "1", ComparedAs.Text, false)]
    [InlineData("\"1.0\"", Operator.Equals, "1", ComparedAs.Number, true)]
    [InlineData("\"2030-01-31T01:00:00+02:00\"", Operator.Less, "\"2030-01-31\"", ComparedAs.Date, true)]
    [InlineData("\"2030-01-31T01:00:00+02:00\"", Operator.Less, "\"2030-01-31\"", ComparedAs.Text, false)]
    [InlineData("true", Operator.Equals, "\"true\"", ComparedAs.Boolean, true)]
    [InlineData("false", Operator.Less, "true", ComparedAs.Boolean, true)]
    [InlineData("\"[1, 2]\"", Operator.Contains, "2", ComparedAs.List, true)]
    [InlineData("\"[1, 2]\"", Operator.Equals, "[1.0, 2]", ComparedAs.List, true)]
    [InlineData("\"[]\"", Operator.IsEmpty, "0", ComparedAs.List, true)]
    [InlineData("\"{\\\"a\\\": 1}\"", Operator.Contains, "\"a\"", ComparedAs.Object, true)]
    [InlineData("[1, 2]", Operator.Equals, "2", ComparedAs.Length, true)]
    [InlineData("{\"a\": 1}", Operator.Less, "\"2\"", ComparedAs.Length, true)]
    [InlineData("\"👩‍👧é\"", Operator.Equals, "2", ComparedAs.Length, true)]
    [InlineData("null", Operator.Equals, "0", ComparedAs.Length, true)]
    public void Values_are_taken_as_a_type(string left, Operator @operator, string right, ComparedAs type, bool holds) =>
        Assert.Equal(holds, Condition.Holds(Json.Parse(left), @operator, Json.Parse(right), new(type)));

    [Theory]
    [InlineData("\"a few\"", Operator.Less, "2", ComparedAs.Number, "the text “a few” is not a number. Change the value, or the type number of the comparison.")]
    [InlineData("1", Operator.Less, "null", ComparedAs.Number, "null is not a number. Change the value, or the type number of the comparison.")]
    [InlineData("\"yes\"", Operator.Equals, "true", ComparedAs.Boolean, "the text “yes” is not true or false. Change the value, or the type boolean of the comparison.")]
    [InlineData("\"31.1.2030\"", Operator.Less, "\"2030-01-31\"", ComparedAs.Date, "the text “31.1.2030” is not a date in ISO 8601. Change the value, or the type date of the comparison.")]
    [InlineData("\"{}\"", Operator.IsEmpty, "0", ComparedAs.List, "the text “{}” is not a list. Change the value, or the type list of the comparison.")]
    [InlineData("[]", Operator.Contains, "0", ComparedAs.Object, "a list of 0 is not an object. Change the value, or the type object of the comparison.")]
    [InlineData("5", Operator.Equals, "1", ComparedAs.Length, "5 has no length. Use a text, a list or an object.")]
    [InlineData("[]", Operator.Less, "[]", ComparedAs.List, "a list of 0 and a list of 0 cannot be ordered. Compare texts, numbers or dates.")]
    public void What_cannot_be_taken_as_the_type_is_told(string left, Operator @operator, string right, ComparedAs type, string message) =>
        Assert.Equal(message, Assert.Throws<NodeException>(() => Condition.Holds(Json.Parse(left), @operator, Json.Parse(right), new(type))).Message);

    [Theory]
    [InlineData("\"ÄRGER\"", Operator.Equals, "\"ärger\"")]
    [InlineData("\"Prefix\"", Operator.StartsWith, "\"pre\"")]
    [InlineData("\"suffIX\"", Operator.EndsWith, "\"fix\"")]
    [InlineData("[\"A\"]", Operator.Contains, "\"a\"")]
    [InlineData("\"AB\"", Operator.Matches, "\"^a\"")]
    public void Case_can_be_ignored(string left, Operator @operator, string right)
    {
        Assert.True(Condition.Holds(Json.Parse(left), @operator, Json.Parse(right), new(IgnoresCase: true)));
        Assert.False(Condition.Holds(Json.Parse(left), @operator, Json.Parse(right)));
    }

    [Theory]
    [InlineData("(")]
    [InlineData("(a)\\1")]
    [InlineData("(?=a)")]
    [InlineData("((a{1,1000}){1,1000}){1,1000}")]
    public void A_regular_expression_that_cannot_be_used_is_told(string pattern) =>
        Assert.StartsWith($"The regular expression “{pattern}” cannot be used:",
            Assert.Throws<NodeException>(() => Condition.Holds(Json.Text("aaa"), Operator.Matches, Json.Text(pattern))).Message, StringComparison.Ordinal);

    // Backtracking would not end in time.
    [Fact]
    public void A_regular_expression_does_not_backtrack() =>
        Assert.False(Condition.Holds(Json.Text(new string('a', 50_000) + "!"), Operator.Matches, Json.Text("^(a+)+$")));

    static readonly Gen<string> Values = Gen.OneOf(
        ArbMap.Default.GeneratorFor<decimal>().Select(number => number.ToString(CultureInfo.InvariantCulture)),
        Gen.Elements("1e400", "-1e400", "1E+2", "100", "100.0", "123456789012345678901234567890", "0.30000000000000000000000000000000000001", "true", "null", "\"null\"", "\"\"", "\"9\"", "\" 9\"", "\"1x\"", "\"2030-01-31\"", "\"2030-01-31T01:00:00+01:00\"", "\"2030-01-31T00:00:00Z\"", "\"2030-99-99\""),
        Gen.ArrayOf(Gen.Choose(32, 400)).Select(letters => Json.Text(string.Concat(letters.Select(letter => (char)letter))).GetRawText()));

    // What is sorted and what is put into groups relies on this.
    [Fact]
    public void The_order_is_total_and_agrees_with_equality_and_with_hash_codes() => Prop.ForAll(Arb.From(Gen.Three(Values)), three =>
    {
        var how = new Comparison();
        var (a, b, c) = (how.Of(Json.Parse(three.Item1)), how.Of(Json.Parse(three.Item2)), how.Of(Json.Parse(three.Item3)));
        Assert.Equal(0, a.CompareTo(a));
        Assert.Equal(Math.Sign(a.CompareTo(b)), -Math.Sign(b.CompareTo(a)));
        Assert.Equal(a == b, a.CompareTo(b) == 0);
        Assert.True(a != b || a.GetHashCode() == b.GetHashCode());
        Assert.False(a.CompareTo(b) <= 0 && b.CompareTo(c) <= 0 && a.CompareTo(c) > 0);
    }).QuickCheckThrowOnFailure();
}
