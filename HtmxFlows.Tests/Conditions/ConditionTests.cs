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
    [InlineData("1", Operator.Equals, "1.0", true)]
    [InlineData("1", Operator.Equals, "\"1.0\"", true)]
    [InlineData("\"1e2\"", Operator.Equals, "100", true)]
    [InlineData("1234", Operator.Equals, "\"01234\"", false)]
    [InlineData("\"+7\"", Operator.Equals, "7", false)]
    [InlineData("7", Operator.Equals, "\" 7 \"", true)]
    [InlineData("\"01234\"", Operator.Equals, "\"1234\"", false)]
    [InlineData("\"1.10\"", Operator.Equals, "\"1.1\"", false)]
    [InlineData("\"1e3\"", Operator.Equals, "\"1000\"", false)]
    [InlineData("\"2030-01-31\"", Operator.Equals, "\"2030-01-31T00:00:00Z\"", false)]
    [InlineData("\"TRUE\"", Operator.Equals, "\"true\"", false)]
    [InlineData("false", Operator.Equals, "0", true)]
    [InlineData("1", Operator.Equals, "true", true)]
    [InlineData("1", Operator.Equals, "\"true\"", true)]
    [InlineData("1", Operator.NotEquals, "\"false\"", true)]
    [InlineData("5", Operator.Equals, "\"true\"", false)]
    [InlineData("5", Operator.Equals, "true", false)]
    [InlineData("\"TRUE\"", Operator.Equals, "true", true)]
    [InlineData("\"maybe\"", Operator.Equals, "false", false)]
    [InlineData("null", Operator.Equals, "false", false)]
    [InlineData("null", Operator.Equals, "null", true)]
    [InlineData("null", Operator.Equals, "\"\"", false)]
    [InlineData("null", Operator.NotEquals, "5", true)]
    [InlineData("\"null\"", Operator.Equals, "null", false)]
    [InlineData("[null]", Operator.Contains, "\"null\"", false)]
    [InlineData("[null]", Operator.Contains, "null", true)]
    [InlineData("null", Operator.Contains, "\"null\"", false)]
    [InlineData("null", Operator.NotContains, "\"u\"", true)]
    [InlineData("null", Operator.StartsWith, "\"n\"", false)]
    [InlineData("null", Operator.EndsWith, "\"l\"", false)]
    [InlineData("null", Operator.Matches, "\"null\"", false)]
    [InlineData("null", Operator.NotMatches, "\"null\"", true)]
    [InlineData("{\"null\": 1}", Operator.Contains, "null", false)]
    [InlineData("\"a null b\"", Operator.Contains, "null", false)]
    [InlineData("\"a\"", Operator.Equals, "\"A\"", false)]
    [InlineData("null", Operator.Equals, "\"null\"", false)]
    [InlineData("true", Operator.Equals, "\"true\"", true)]
    [InlineData("""{"a":1,"b":[2]}""", Operator.Equals, """{"b":[2],"a":1}""", true)]
    [InlineData("""{"a":1}""", Operator.Equals, "\"{\\\"a\\\": 1}\"", true)]
    [InlineData("[1]", Operator.Equals, "1", false)]
    [InlineData("\"12345678901234567890123456789012345678901\"", Operator.Equals, "\"12345678901234567890123456789012345678902\"", false)]
    [InlineData("1", Operator.NotEquals, "2", true)]
    [InlineData("[1]", Operator.NotEquals, "[1]", false)]
    [InlineData("9", Operator.Less, "\"10\"", true)]
    [InlineData("\"9\"", Operator.Less, "\"10\"", false)]
    [InlineData("\"9\"", Operator.Less, "10", true)]
    [InlineData("null", Operator.Greater, "5", false)]
    [InlineData("null", Operator.Less, "5", false)]
    [InlineData("null", Operator.GreaterOrEqual, "null", false)]
    [InlineData("\"\"", Operator.Less, "5", false)]
    [InlineData("\"n/a\"", Operator.Greater, "5", false)]
    [InlineData("5", Operator.Less, "\"many\"", false)]
    [InlineData("5", Operator.Greater, "null", false)]
    [InlineData("true", Operator.Greater, "-5", false)]
    [InlineData("false", Operator.Less, "true", true)]
    [InlineData("\"\\uFFFD\"", Operator.Less, "\"\\uD83D\\uDE00\"", true)]
    [InlineData("\"\\uD83D\\uDE00\"", Operator.Greater, "\"\\uFF21\"", true)]
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
    [InlineData("10", Operator.Less, "\"9 apples\"", false)]
    [InlineData("10", Operator.Less, "\"2030-01-31\"", false)]
    [InlineData("{\"a\": [1.0]}", Operator.Equals, "{\"a\": [1]}", true)]
    [InlineData("\"a1b\"", Operator.NotMatches, "\"\\\\d\"", false)]
    [InlineData("null", Operator.Exists, "0", false)]
    [InlineData("0", Operator.Exists, "0", true)]
    [InlineData("\"\"", Operator.NotExists, "0", false)]
    [InlineData("false", Operator.IsFalse, "0", true)]
    [InlineData("\"false\"", Operator.IsFalse, "0", true)]
    [InlineData("null", Operator.IsFalse, "0", false)]
    [InlineData("1", Operator.IsTrue, "0", true)]
    [InlineData("1.0", Operator.IsTrue, "0", true)]
    [InlineData("2", Operator.IsTrue, "0", false)]
    [InlineData("0", Operator.IsFalse, "0", true)]
    [InlineData("\"yes\"", Operator.IsTrue, "0", true)]
    [InlineData("\" TRUE\"", Operator.IsTrue, "0", true)]
    [InlineData("\"True\"", Operator.IsTrue, "0", true)]
    [InlineData("\"1\"", Operator.IsTrue, "0", true)]
    [InlineData("\"No\"", Operator.IsFalse, "0", true)]
    [InlineData("\"maybe\"", Operator.IsTrue, "0", false)]
    [InlineData("\"maybe\"", Operator.IsFalse, "0", false)]
    [InlineData("\"\"", Operator.IsFalse, "0", false)]
    public void Text_is_compared_as_text_JSON_numbers_as_numbers_and_null_as_nothing(string left, Operator @operator, string right, bool holds) =>
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
    [InlineData("\"007\"", Operator.Equals, "\"+7.0\"", ComparedAs.Number, true)]
    [InlineData("[\"007\"]", Operator.Contains, "7", ComparedAs.Number, true)]
    [InlineData("[\"007\"]", Operator.Contains, "7", ComparedAs.Text, false)]
    [InlineData("7", Operator.Equals, "\"7\"", ComparedAs.Text, true)]
    [InlineData("null", Operator.Equals, "\"null\"", ComparedAs.Text, false)]
    [InlineData("\"a few\"", Operator.Less, "2", ComparedAs.Number, false)]
    [InlineData("\"a few\"", Operator.Greater, "2", ComparedAs.Number, false)]
    [InlineData("\"a few\"", Operator.NotEquals, "2", ComparedAs.Number, true)]
    [InlineData("\"\"", Operator.Less, "\"2030-01-31\"", ComparedAs.Date, false)]
    [InlineData("\"31.1.2030\"", Operator.Greater, "\"2030-01-31\"", ComparedAs.Date, false)]
    [InlineData("\"2030-01-31T09:00:00+0100\"", Operator.Equals, "\"Thu, 31 Jan 2030 08:00:00 GMT\"", ComparedAs.Date, true)]
    [InlineData("\"yes\"", Operator.Equals, "true", ComparedAs.Boolean, true)]
    [InlineData("0", Operator.Equals, "\"FALSE\"", ComparedAs.Boolean, true)]
    [InlineData("\"maybe\"", Operator.Equals, "\"false\"", ComparedAs.Boolean, false)]
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
    [InlineData("2", Operator.Less, "\"a few\"", ComparedAs.Number, "the text “a few” is not a number. Change the value, or the type number of the comparison.")]
    [InlineData("1", Operator.Less, "null", ComparedAs.Number, "null is not a number. Change the value, or the type number of the comparison.")]
    [InlineData("true", Operator.Equals, "\"maybe\"", ComparedAs.Boolean, "the text “maybe” is not one of true, yes, on, y, t, 1, or false, no, off, n, f, 0. Change the value, or the type boolean of the comparison.")]
    [InlineData("\"2030-01-31\"", Operator.Less, "\"31.1.2030\"", ComparedAs.Date, "the text “31.1.2030” is not a date in ISO 8601, e.g. 2030-01-31T09:00:00+01:00, or a mail or HTTP date, e.g. Thu, 31 Jan 2030 09:00:00 +0100. Change the value, or the type date of the comparison.")]
    [InlineData("\"{}\"", Operator.IsEmpty, "0", ComparedAs.List, "the text “{}” is not a list. Change the value, or the type list of the comparison.")]
    [InlineData("[]", Operator.Contains, "0", ComparedAs.Object, "a list of 0 is not an object. Change the value, or the type object of the comparison.")]
    [InlineData("5", Operator.Equals, "1", ComparedAs.Length, "5 has no length. Use a text, a list or an object.")]
    [InlineData("[]", Operator.Less, "[]", ComparedAs.List, "a list of 0 and a list of 0 cannot be ordered. Compare texts, numbers or dates.")]
    public void A_value_that_does_not_fit_the_type_is_reported(string left, Operator @operator, string right, ComparedAs type, string message) =>
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
    public void An_invalid_regular_expression_is_reported(string pattern) =>
        Assert.StartsWith($"The regular expression “{pattern}” cannot be used:",
            Assert.Throws<NodeException>(() => Condition.Holds(Json.Text("aaa"), Operator.Matches, Json.Text(pattern))).Message, StringComparison.Ordinal);

    // Backtracking would not end in time.
    [Fact]
    public void A_regular_expression_does_not_backtrack() =>
        Assert.False(Condition.Holds(Json.Text(new string('a', 50_000) + "!"), Operator.Matches, Json.Text("^(a+)+$")));

    static readonly Gen<string> Values = Gen.OneOf(
        ArbMap.Default.GeneratorFor<decimal>().Select(number => number.ToString(CultureInfo.InvariantCulture)),
        Gen.Elements("1e400", "-1e400", "1E+2", "100", "100.0", "123456789012345678901234567890", "0.30000000000000000000000000000000000001", "true", "false", "0", "1", "null",
            "\"null\"", "\"\"", "\"9\"", "\" 9\"", "\"09\"", "\"1x\"", "\"yes\"", "\"TRUE\"", "\"2030-01-31\"", "\"2030-01-31T01:00:00+01:00\"", "\"2030-01-31T00:00:00Z\"", "\"Thu, 31 Jan 2030 00:00:00 GMT\"", "\"2030-99-99\""),
        Gen.ArrayOf(Gen.OneOf(Gen.Choose(32, 400), Gen.Choose(0xD7F0, 0xD7FF), Gen.Choose(0xE000, 0xE00F), Gen.Choose(0x1F600, 0x1F60F)))
            .Select(letters => Json.Text(string.Concat(letters.Select(char.ConvertFromUtf32))).GetRawText()));

    // What is sorted and what is put into groups relies on this.
    [Theory]
    [InlineData(ComparedAs.Auto), InlineData(ComparedAs.Text), InlineData(ComparedAs.Number), InlineData(ComparedAs.Boolean), InlineData(ComparedAs.Date)]
    public void The_order_of_each_type_is_total_and_agrees_with_equality_and_with_hash_codes(ComparedAs type) => Prop.ForAll(Arb.From(Gen.Three(Values)), three =>
    {
        var how = new Comparison(type);
        var (a, b, c) = (how.Of(Json.Parse(three.Item1)), how.Of(Json.Parse(three.Item2)), how.Of(Json.Parse(three.Item3)));
        foreach (var order in new[] { ComparedValue.Ascending, ComparedValue.Descending })
        {
            Assert.Equal(0, order.Compare(a, a));
            Assert.Equal(Math.Sign(order.Compare(a, b)), -Math.Sign(order.Compare(b, a)));
            Assert.Equal(a == b, order.Compare(a, b) == 0);
            Assert.False(order.Compare(a, b) <= 0 && order.Compare(b, c) <= 0 && order.Compare(a, c) > 0);
        }
        Assert.True(a != b || a.GetHashCode() == b.GetHashCode());
    }).QuickCheckThrowOnFailure();

    static readonly Operator[] Orders = [Operator.Less, Operator.LessOrEqual, Operator.Greater, Operator.GreaterOrEqual];

    [Theory]
    [InlineData(ComparedAs.Auto), InlineData(ComparedAs.Text), InlineData(ComparedAs.Number), InlineData(ComparedAs.Boolean), InlineData(ComparedAs.Date)]
    public void A_condition_that_orders_two_values_agrees_with_its_opposite(ComparedAs type) => Prop.ForAll(Arb.From(Gen.Two(Values)), pair =>
    {
        var (left, right) = (Json.Parse(pair.Item1), Json.Parse(pair.Item2));
        var how = new Comparison(type);
        if (how.FindProblem(left) is not null || how.FindProblem(right) is not null)
            return;
        bool Holds(Operator @operator) => Condition.Holds(left, @operator, right, how);
        Assert.Equal(Holds(Operator.Less), Condition.Holds(right, Operator.Greater, left, how));
        Assert.Equal(Holds(Operator.LessOrEqual), Condition.Holds(right, Operator.GreaterOrEqual, left, how));
        Assert.Equal(Holds(Operator.Equals), Condition.Holds(right, Operator.Equals, left, how));
        Assert.True(Orders.All(one => !Holds(one)) || Holds(Operator.LessOrEqual) == (Holds(Operator.Less) || Holds(Operator.Equals)) && Holds(Operator.Less) != Holds(Operator.GreaterOrEqual));
    }).QuickCheckThrowOnFailure();

    // The order of .NET's runes is that of code points.
    [Fact]
    public void Texts_are_ordered_by_code_point() => Prop.ForAll(Arb.From(Gen.Two(Values.Where(value => value[0] == '"'))), pair =>
    {
        var (left, right) = (Json.Parse(pair.Item1).GetString()!, Json.Parse(pair.Item2).GetString()!);
        var expected = left.EnumerateRunes().Zip(right.EnumerateRunes(), (a, b) => a.CompareTo(b)).FirstOrDefault(order => order != 0);
        Assert.Equal(Math.Sign(expected != 0 ? expected : left.Length.CompareTo(right.Length)), Math.Sign(new Comparison().Of(Json.Text(left)).CompareTo(new Comparison().Of(Json.Text(right)))));
    }).QuickCheckThrowOnFailure();
}
