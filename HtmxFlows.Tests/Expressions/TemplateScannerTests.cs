using System.Collections;
using FsCheck;
using FsCheck.Fluent;
using HandlebarsDotNet;
using HtmxFlows.Expressions;

namespace HtmxFlows.Tests.Expressions;

public sealed class TemplateScannerTests
{
    static readonly string[] Pieces =
    [
        "{{", "{{", "}}", "}}", "{{{", "}}}", "{{#if a}}", "{{/if}}", "{{else}}", "{{else if b}}", "{{^a}}", "{{/a}}", "#if ", "/if", "#each ", "else", "prompt",
        ".", "(", ")", "(a ", "[", "]", "\"", "'", "=", "a=1", "|", "as |x|", "~", "!", "!--", "--", ">", "*", "&", "^", "@root", "../", "this", " ", "\n", "\t",
        "\\", "\\\\", "1", "-", "null", "é", "\0", "}", "{", "secrets", "#",
    ];

    static readonly Arbitrary<string> Texts = Gen.Elements(Pieces).ArrayOf().Select(string.Concat).ToArbitrary();

    [Fact]
    public void What_passes_has_exactly_the_expressions_that_the_library_reads() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(10_000), Prop.ForAll(Texts, text =>
        {
            var scanned = TemplateScanner.Scan(text);
            return scanned.Problem is not null || ReadByLibrary(text) is not { } expressions || expressions == scanned.Expressions.Count;
        }));

    [Theory]
    [InlineData(@"\\{{> x}}", "is a partial")]
    [InlineData("{{!< x}}", "is a layout")]
    [InlineData("{{ > x}}", "is a partial")]
    [InlineData("{{# > x}}{{/x}}", "is a partial")]
    [InlineData("{{#  *inline \"x\"}}{{/inline}}", "is a partial")]
    [InlineData("{{*x}}", "is a partial")]
    [InlineData("{{{{x}}}}{{{{/x}}}}", "raw block")]
    [InlineData("{{^a}}{{/b}}", "should close its block")]
    [InlineData("{{/a}}", "was not opened")]
    [InlineData("{{#a}}", "is not closed")]
    [InlineData("{{#a}}{{/a b}}", "nothing may follow the name")]
    [InlineData("{{else}}", "is outside a block")]
    [InlineData("{{^}}", "is outside a block")]
    [InlineData("{{{a}}", "ends with 2")]
    [InlineData("{{a", "is not closed")]
    [InlineData("{{!-- a", "is not closed")]
    [InlineData("{{! a }  (((a}}", "comment with a brace")]
    [InlineData("{{a } b}}", "single closing brace")]
    [InlineData("{{json (a}}", "do not match")]
    [InlineData("{{json a)}}", "do not match")]
    [InlineData("{{json (a=1)}}", "directly follows a bracket")]
    [InlineData("{{a\"}}(((\"}}", "contains a quotation mark")]
    [InlineData("{{json \"a\"b}}", "must be followed by a space")]
    [InlineData("{{json 5\"}}", "must be followed by a space")]
    [InlineData("{{a % b}}", "is not allowed in")]
    public void What_the_two_could_read_differently_is_refused(string text, string problem) =>
        Assert.Contains(problem, TemplateScanner.Scan(text).Problem, StringComparison.Ordinal);

    [Theory]
    [InlineData("\\\\", "{{json {0}a{1}}}", "(json ", ")")]
    [InlineData("", "{{json {0}a{1}}}", "(json ", ")")]
    [InlineData("", "{0}{1}", "{{#a}}", "{{/a}}")]
    [InlineData("", "{0}{1}", "{{^a}}", "{{/a}}")]
    [InlineData("", "{0}{1}", "{{#  a}}", "{{/  a}}")]
    [InlineData("", "{{#if a}}{0}{1}{{/if}}", "{{else if a}}", "")]
    [InlineData("", "{{#if a}}{0}{1}{{/if}}", "{{else\tif a}}", "")]
    [InlineData("", "{{#if a}}{0}{1}{{/if}}", "{{else\nif a}}", "")]
    [InlineData("", "{{#if a}}{0}{1}{{/if}}", "{{~ else  if a ~}}", "")]
    [InlineData("", "{{#with a}}{0}{1}{{/with}}", "{{else with a}}", "")]
    public void Nesting_is_counted_however_it_is_written(string before, string around, string opening, string closing)
    {
        string Nested(int levels) => before + around.Replace("{0}", string.Concat(Enumerable.Repeat(opening, levels)), StringComparison.Ordinal)
            .Replace("{1}", string.Concat(Enumerable.Repeat(closing, levels)), StringComparison.Ordinal);

        Assert.Null(TemplateScanner.Scan(Nested(TemplateScanner.MostLevels - 2)).Problem);
        Assert.Contains("nests deeper", TemplateScanner.Scan(Nested(TemplateScanner.MostLevels + 1)).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Chained_else_in_separate_blocks_does_not_add_up() =>
        Assert.Null(TemplateScanner.Scan(string.Concat(Enumerable.Repeat("{{#if a}}1{{else if b}}2{{/if}}", 90))).Problem);

    [Theory]
    [InlineData("{{a}}")]
    [InlineData("{{! a }}")]
    [InlineData("{{#a}}{{/a}}")]
    [InlineData("{{default a \"b\"}}")]
    public void A_template_has_a_limited_number_of_parts(string piece) =>
        Assert.Contains("has more than", TemplateScanner.Scan(string.Concat(Enumerable.Repeat(piece, TemplateScanner.MostParts + 1))).Problem, StringComparison.Ordinal);

    /// <summary>How many expressions the library's own reader finds, remarks not counted; null if it refuses the text.</summary>
    static int? ReadByLibrary(string text)
    {
        var library = typeof(Handlebars).Assembly;
        var tokenize = library.GetType("HandlebarsDotNet.Compiler.Lexer.Tokenizer")!.GetMethod("Tokenize")!;
        using var reader = new StringReader(text);
        try
        {
            var source = library.GetType("HandlebarsDotNet.ExtendedStringReader")!.GetConstructors()[0].Invoke([reader]);
            var kinds = ((IEnumerable)tokenize.Invoke(null, [source])!).Cast<object>().Select(token => token.GetType().Name).ToArray();
            return kinds.Count(kind => kind == "StartExpressionToken") - kinds.Count(kind => kind is "CommentToken" or "LayoutToken");
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            return null;
        }
    }
}
