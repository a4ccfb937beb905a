using HtmxFlows.Data;
using HtmxFlows.Expressions;
using HtmxFlows.Tests.Nodes;

namespace HtmxFlows.Tests.Expressions;

public sealed class TemplateTests
{
    const string Names =
        """
        {"prompt": "hi", "empty": "", "list": [1, "two", {"n": 3}], "none": null, "yes": true, "no": false, "nothing": [],
         "fetch": {"body": {"title": "T", "n": 1.50, "id": 123456789012345678901234567890, "a b": 1, "none": null}}, "other": {"x": 1},
         "1": {"body": "first"}, "ü": "umlaut", "rows": [{"name": "a", "tags": ["x", "y"]}, {"name": "b", "tags": []}]}
        """;

    [Theory]
    [InlineData("plain", "\"plain\"")]
    [InlineData("", "\"\"")]
    [InlineData("{{prompt}}!", "\"hi!\"")]
    [InlineData("{{prompt}} {{fetch.body.title}}", "\"hi T\"")]
    [InlineData("{{#each list}}[{{this}}]{{/each}}", "\"[1][two][{\\\"n\\\": 3}]\"")]
    [InlineData("{{#each list}}{{@index}}{{#unless @last}},{{/unless}}{{/each}}", "\"0,1,2\"")]
    [InlineData("{{#each fetch.body}}{{@key}};{{/each}}", "\"title;n;id;a b;none;\"")]
    [InlineData("{{#with fetch.body}}{{title}}{{/with}}", "\"T\"")]
    [InlineData("{{#each list}}{{#if ../yes}}{{../prompt}}{{/if}}{{/each}}", "\"hihihi\"")]
    [InlineData("{{#with fetch}}{{#with body}}{{../../prompt}}{{/with}}{{/with}}", "\"hi\"")]
    [InlineData("{{#if yes}}a{{else}}b{{/if}}{{#if no}}a{{else}}b{{/if}}", "\"ab\"")]
    [InlineData("{{fetch.body.[a b]}}!", "\"1!\"")]
    [InlineData("{{list.[2].n}}!", "\"3!\"")]
    [InlineData("{{list.1}}!", "\"two!\"")]
    [InlineData("{{[1].body}}!", "\"first!\"")]
    [InlineData("{{ü}}!", "\"umlaut!\"")]
    [InlineData("{{json fetch.body.title}}!", "\"\\\"T\\\"!\"")]
    [InlineData("{{! a remark }}x{{!-- {{prompt}} --}}", "\"x\"")]
    [InlineData(@"\{{prompt}}", "\"{{prompt}}\"")]
    [InlineData("{{{prompt}}}!", "\"hi!\"")]
    [InlineData("a  {{~prompt~}}  b", "\"ahib\"")]
    [InlineData("{{yes}} {{fetch.body.n}}", "\"true 1.50\"")]
    [InlineData("{{lookup fetch.body \"title\"}}!", "\"T!\"")]
    [InlineData("{{#if yes}}a{{^}}b{{/if}}{{#if no}}a{{~^~}} b{{/if}}", "\"ab\"")]
    [InlineData("{{#each nothing}}a{{^}}b{{/each}}{{#if no}}a{{else if nothing}}b{{^}}c{{/if}}", "\"bc\"")]
    [InlineData("{{#fetch.body}}{{title}} {{@root.prompt}}{{/fetch.body}}", "\"T hi\"")]
    [InlineData("{{#rows}}{{@index}}{{name}}{{#unless @last}},{{/unless}}{{/rows}}", "\"0a,1b\"")]
    [InlineData("{{#rows}}{{#tags}}{{this}}{{../name}}{{/tags}}{{^tags}}-{{/tags}}{{/rows}}", "\"xaya-\"")]
    [InlineData("{{#each rows}}{{#.}}{{name}}{{/.}}{{/each}}{{#each rows}}{{#tags}}[{{.}}]{{/tags}}{{/each}}", "\"ab[x][y]\"")]
    [InlineData("{{#yes}}{{prompt}}{{/yes}}{{#no}}no{{/no}}{{#prompt}}{{this}}{{/prompt}}{{#nope}}no{{^}}!{{/nope}}", "\"hihi!\"")]
    [InlineData("{{^fetch.body}}no{{/fetch.body}}{{^fetch.nope}}a{{/fetch.nope}}{{^no}}b{{/no}}", "\"ab\"")]
    [InlineData("{{&prompt}} {{~& prompt ~}} !", "\"hihi!\"")]
    [InlineData("a {{~!-- }} --~}} b {{!-- x --~}} c {{~! y ~}} d", "\"ab cd\"")]
    [InlineData("{\"q\":{{json prompt}}}", "\"{\\\"q\\\":\\\"hi\\\"}\"")]
    [InlineData("{{prompt}}}} {{{prompt}}}} {{#if yes}}a{{/if}}} {{! x }}} {{prompt~}}} x", "\"hi}} hi} a} } hi} x\"")]
    [InlineData("{{list.length}} {{prompt.length}} {{nothing.length}} {{fetch.body.title.length}}!", "\"3 2 0 1!\"")]
    [InlineData("{{#if (eq fetch.body.n 1.5)}}same{{/if}}{{#if (eq fetch.body.id 123456789012345678901234567890)}}!{{/if}}", "\"same!\"")]
    public void A_template_writes_text(string text, string json) => Assert.Equal(json, Evaluate(text));

    [Theory]
    [InlineData("{{list}}", """[1, "two", {"n": 3}]""")]
    [InlineData("{{list.2}}", """{"n": 3}""")]
    [InlineData("{{ fetch.body.n }}", "1.50")]
    [InlineData("{{fetch.body.id}}", "123456789012345678901234567890")]
    [InlineData("{{yes}}", "true")]
    [InlineData("{{none}}", "null")]
    [InlineData("{{fetch.body.none}}", "null")]
    [InlineData("{{{prompt}}}", "\"hi\"")]
    [InlineData("{{default nope \"x\"}}", "\"x\"")]
    [InlineData("{{default nope 5}}", "5")]
    [InlineData("{{default nope 5.50}}", "5.50")]
    [InlineData("{{default nope -1}}", "-1")]
    [InlineData("{{default nope 12345678901234567890}}", "12345678901234567890")]
    [InlineData("{{list.length}}", "3")]
    [InlineData("{{&list}}", """[1, "two", {"n": 3}]""")]
    [InlineData("{{default nope list}}", """[1, "two", {"n": 3}]""")]
    [InlineData("{{lookup fetch \"body\"}}", """{"title": "T", "n": 1.50, "id": 123456789012345678901234567890, "a b": 1, "none": null}""")]
    public void One_expression_alone_keeps_the_type_of_its_value(string text, string json) => Assert.Equal(json, Evaluate(text));

    [Fact]
    public void Large_numbers_keep_their_digits_in_a_text_too() =>
        Assert.Equal("\"123456789012345678901234567890!\"", Evaluate("{{fetch.body.id}}!"));

    [Theory]
    [InlineData("{{default nope \"x\"}}!", "\"x!\"")]
    [InlineData("{{default fetch.body.nope \"x\"}}!", "\"x!\"")]
    [InlineData("{{default fetch.nope.deeper \"x\"}}!", "\"x!\"")]
    [InlineData("{{default none \"x\"}}!", "\"x!\"")]
    [InlineData("{{default empty \"x\"}}!", "\"!\"")]
    [InlineData("{{default no \"x\"}}!", "\"false!\"")]
    [InlineData("{{default prompt \"x\"}}!", "\"hi!\"")]
    public void A_default_stands_in_for_what_is_missing_or_null(string text, string json) => Assert.Equal(json, Evaluate(text));

    [Theory]
    [InlineData("{{#if}}x{{/if}}", "`{{#if}}` needs one value, e.g. {{#if input.name}}.")]
    [InlineData("{{#each list other}}x{{/each}}", "`{{#each}}` needs one value")]
    [InlineData("{{#if yes}}{{else if}}{{/if}}", "`{{#if}}` needs one value")]
    [InlineData("{{#list 1}}x{{/list}}", "`{{#list}}` takes no value. The blocks that take one are {{#if}}, {{#unless}}, {{#each}} and {{#with}}.")]
    [InlineData("{{log prompt}}", "There is no function `log`.")]
    public void A_block_with_the_wrong_number_of_values_is_a_problem(string text, string problem) =>
        Assert.StartsWith(problem, new Template(text).FindProblem(), StringComparison.Ordinal);

    [Theory]
    [InlineData("{{nope}}", "\"nope\" is unknown here (available: prompt,")]
    [InlineData("{{nope}}!", "\"nope\" is unknown here (available: prompt,")]
    [InlineData("{{fetch.body.nope}}", "\"nope\" is missing in fetch.body (it has: title, ")]
    [InlineData("{{fetch.body.nope}}!", "\"nope\" is missing in fetch.body (it has: title, ")]
    [InlineData("{{fetch.nope.title}}!", "\"nope\" is missing in fetch (it has: body).")]
    [InlineData("{{fetch.body.title}} {{other.title}}", "\"title\" is missing in other (it has: x).")]
    [InlineData("{{list.7}}!", "\"7\" is missing in list (it is a list of 3).")]
    [InlineData("{{#each list}}{{@root.nope}}{{/each}}", "\"nope\" is unknown here (available: prompt,")]
    public void A_missing_value_is_an_error_that_names_the_whole_path(string text, string message) =>
        Assert.StartsWith(message, Failure(text), StringComparison.Ordinal);

    [Fact]
    public void The_error_about_a_missing_value_says_what_there_is() =>
        Assert.Equal("\"nope\" is unknown here (available: prompt, input). Check the name or use {{default nope \"…\"}}.",
            Assert.Throws<NodeException>(() => Evaluate("{{nope}}", """{"prompt": "", "input": 1}""")).Message);

    [Theory]
    [InlineData("{{#if nope}}a{{else}}b{{/if}}", "\"b\"")]
    [InlineData("{{#if fetch.body.nope}}a{{else}}b{{/if}}", "\"b\"")]
    [InlineData("{{#if empty}}a{{else}}b{{/if}}", "\"b\"")]
    [InlineData("{{#if nothing}}a{{else}}b{{/if}}", "\"b\"")]
    [InlineData("{{#if none}}a{{else}}b{{/if}}", "\"b\"")]
    [InlineData("{{#unless nope}}a{{/unless}}", "\"a\"")]
    public void What_is_missing_or_empty_counts_as_false(string text, string json) => Assert.Equal(json, Evaluate(text));

    // Only what is in the JSON is there: not the properties of the objects that hold it.
    [Theory]
    [InlineData("{{fetch.Count}}!")]
    [InlineData("{{fetch.Keys}}!")]
    [InlineData("{{fetch.Source}}!")]
    [InlineData("{{list.Source}}!")]
    [InlineData("{{fetch.body.id.ValueKind}}!")]
    [InlineData("{{fetch.body.n.ValueKind}}!")]
    [InlineData("{{Captured}}!")]
    [InlineData("{{yes.GetType}}!")]
    public void Templates_see_json_and_no_objects(string text) => Assert.Contains("or use {{default ", Failure(text), StringComparison.Ordinal);

    [Theory]
    [InlineData("{{> other}}")]
    [InlineData("{{~> other}}")]
    [InlineData("{{#> other}}x{{/other}}")]
    [InlineData("{{#*inline \"x\"}}x{{/inline}}")]
    public void Partials_are_refused(string text) => Assert.Contains("is a partial", new Template(text).FindProblem(), StringComparison.Ordinal);

    [Theory]
    [InlineData("{{#if prompt}}x")]
    [InlineData("{{/if}}")]
    [InlineData("{{#if}}x{{/each}}")]
    [InlineData("{{}}")]
    [InlineData("{{default}}")]
    [InlineData("{{default prompt}}")]
    [InlineData("{{json}}")]
    [InlineData("{{(}}")]
    [InlineData("{{prompt}}{{/with}}")]
    [InlineData("{{1.body}}")]
    public void An_invalid_template_is_a_problem_or_fails_with_a_sentence(string text)
    {
        if (new Template(text).FindProblem() is null)
            Failure(text);
    }

    [Fact]
    public void A_name_that_begins_with_a_number_is_a_problem_that_shows_its_brackets() =>
        Assert.Equal("`1.body` starts with a number: write [1].body.", new Template("{{1.body}}").FindProblem());

    [Fact]
    public void However_deep_a_template_nests_it_is_read_or_refused()
    {
        const int Levels = 5_000;
        static string Many(string text) => string.Concat(Enumerable.Repeat(text, Levels));
        string[] hostile =
        [
            Many("{{#if a}}") + Many("{{/if}}"),
            Many("{{^a}}") + Many("{{/a}}"),
            "{{#if a}}" + Many("{{else if a}}") + "{{/if}}",
            $"{{{{json {new string('(', Levels)}a{new string(')', Levels)}}}}}",
            Many("{{"),
            Many("{{{a}}"),
        ];
        Assert.All(hostile, text => Assert.NotNull(new Template(text).FindProblem()));
        Assert.All(hostile, text => Assert.NotNull(new Template(text[..(text.Length / 2)]).FindProblem()));
        // The end of an unclosed comment is searched for once, not repeatedly.
        Assert.NotNull(new Template(string.Concat(Enumerable.Repeat("{{!--}}", 100_000))).FindProblem());
    }

    [Fact]
    public void No_text_makes_reading_a_template_throw()
    {
        string[] words = ["{{", "}}", "{{{", "}}}", "#if ", "/if", "#each ", "/each", "else", "prompt", ".", "(", ")", "[", "]", "\"", "'", "=", "|", "as |x|", "~", "!", "!--", "--", ">", "*", "&", "^", "@", "@root", "../", "this", " ", "\n", "\\", "1", "-", "null", "é", "\0"];
        var random = new Random(20300131);
        for (var round = 0; round < 10_000; round++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(1, 14)).Select(_ => words[random.Next(words.Length)]));
            var template = new Template(text);
            var exception = Record.Exception(() => template.FindProblem() is null ? template.Evaluate(NodeTypes.Context(Names), CancellationToken.None) : default);
            Assert.True(exception is null or NodeException, $"{text}: {exception}");
        }
    }

    [Fact]
    public void A_loop_is_bounded_by_the_limit_of_an_output()
    {
        var error = Assert.Throws<NodeException>(() => new Template("{{#each list}}{{#each @root.list}}xxxxxxxxxx{{/each}}{{/each}}")
            .Evaluate(NodeTypes.Context(Names, new() { OutputBytes = 50 }), CancellationToken.None));
        Assert.Equal("The text exceeds 50 characters, the limit of an output.", error.Message);
    }

    [Theory]
    [InlineData("{{#each list}}{{#each @root.list}}{{#each @root.list}}{{#each @root.list}}{{/each}}{{/each}}{{/each}}{{/each}}")]
    [InlineData("{{#each members}}{{#each @root.members}}{{#each @root.members}}{{#each @root.members}}{{/each}}{{/each}}{{/each}}{{/each}}")]
    [InlineData("{{#list}}{{#with @root}}{{#list}}{{#with @root}}{{#list}}{{#with @root}}{{#list}}{{/list}}{{/with}}{{/list}}{{/with}}{{/list}}{{/with}}{{/list}}")]
    [InlineData("{{#each list}}{{#each (lookup @root \"list\")}}{{#each (lookup @root \"list\")}}{{#each (lookup @root \"list\")}}{{/each}}{{/each}}{{/each}}{{/each}}")]
    public async Task A_loop_ends_when_it_is_cancelled(string loop)
    {
        var many = Json.From(new { list = Enumerable.Repeat(1, 1000), members = Enumerable.Range(0, 1000).ToDictionary(n => $"n{n}") }).GetRawText();
        using var cancel = new CancellationTokenSource();
        var looping = Task.Run(() => new Template(loop).Evaluate(NodeTypes.Context(many), cancel.Token), CancellationToken.None);
        Assert.False(looping.IsCompleted);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => looping.Soon());
    }

    [Theory]
    [InlineData(20)]
    [InlineData(45)]
    public void What_a_helper_gives_is_bounded_by_the_limit_of_an_output(int levels)
    {
        var before = GC.GetTotalAllocatedBytes();

        var message = Failure($"{{{{json {string.Concat(Enumerable.Repeat("(json ", levels))}prompt{new string(')', levels)}}}}}");

        Assert.StartsWith("An expression returned more than 1048576 characters", message, StringComparison.Ordinal);
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 200_000_000);
    }

    [Fact]
    public void What_all_helpers_give_together_is_bounded()
    {
        var data = Json.From(new { list = Enumerable.Repeat(0, 1000), text = new string('x', 900) }).GetRawText();
        var template = new Template("{{#each list}}{{#if (json @root.text)}}{{/if}}{{/each}}");

        var error = Assert.Throws<NodeException>(() => template.Evaluate(NodeTypes.Context(data, new() { OutputBytes = 1000 }), CancellationToken.None));

        Assert.Equal("The helpers of the template returned more than 16000 characters together. Simplify it.", error.Message);
    }

    [Theory]
    [InlineData("{{#each prompt}}x{{else}}none{{/each}}")]
    [InlineData("{{#each 5}}x{{else}}none{{/each}}")]
    [InlineData("{{#each yes}}x{{else}}none{{/each}}")]
    [InlineData("{{#each fetch.body.n}}x{{else}}none{{/each}}")]
    public void Only_lists_and_objects_have_items(string text) => Assert.Equal("\"none\"", Evaluate(text));

    [Theory]
    [InlineData("{{this}}")]
    [InlineData("{{.}}")]
    [InlineData("{{@root}}")]
    [InlineData("{{json this}}")]
    [InlineData("{{json @root}}")]
    [InlineData("x{{this}}")]
    [InlineData("{{#with fetch}}{{../this}}{{/with}}")]
    public void The_whole_of_the_data_is_no_value(string text) =>
        Assert.StartsWith("This expression is all data at once. Name a value: `prompt`, `empty`,", Failure(text), StringComparison.Ordinal);

    [Theory]
    [InlineData("{{json a=1}}", "`json` needs one value")]
    [InlineData("{{#with a=1}}{{json this}}{{/with}}", "`with` needs one value")]
    [InlineData("{{default a=1 b=2}}", "`default` needs")]
    [InlineData("{{lookup fetch}}", "`lookup` needs")]
    [InlineData("{{list.Count}}", "\"Count\" is missing in")]
    [InlineData("{{prompt.Length}}!", "\"Length\" is missing in")]
    public void No_class_of_the_program_is_a_value(string text, string message) => Assert.Contains(message, Failure(text), StringComparison.Ordinal);

    [Theory]
    [InlineData("{{secrets.KEY}}")]
    [InlineData("{{@root.secrets.KEY}}")]
    [InlineData("{{#each list}}{{#if @first}}{{@root.secrets.KEY}}{{/if}}{{/each}}")]
    [InlineData("{{#with fetch}}{{../secrets.KEY}}{{/with}}")]
    [InlineData("{{#with @root}}{{secrets.KEY}}{{/with}}")]
    [InlineData("{{default secrets.KEY \"x\"}}")]
    public void A_secret_that_is_named_is_read(string text) => Assert.Equal("\"one secret\"", WithSecrets(text));

    [Theory]
    [InlineData("{{secrets}}")]
    [InlineData("{{@root.secrets}}")]
    [InlineData("{{json (lookup @root \"secrets\")}}")]
    [InlineData("{{json secrets}}")]
    [InlineData("{{#with fetch}}{{../secrets}}{{/with}}")]
    [InlineData("{{#with secrets}}{{KEY}}{{/with}}")]
    [InlineData("{{#with secrets}}{{json this}}{{/with}}")]
    [InlineData("{{#with (lookup @root \"secrets\")}}{{KEY}}{{/with}}")]
    [InlineData("{{#each secrets}}{{@key}}{{/each}}")]
    [InlineData("{{#each (lookup @root \"secrets\")}}{{@key}}{{/each}}")]
    [InlineData("{{#secrets}}{{KEY}}{{/secrets}}")]
    [InlineData("{{lookup secrets \"KEY\"}}")]
    [InlineData("{{lookup secrets prompt}}")]
    [InlineData("{{lookup (lookup @root \"secrets\") \"KEY\"}}")]
    public void Secrets_that_are_not_named_are_not_read(string text) =>
        Assert.StartsWith("A secret can be read only by its name.", Assert.Throws<NodeException>(() => WithSecrets(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Secrets_are_not_among_the_names() => Assert.DoesNotContain("secrets", WithSecrets("{{#each @root}}{{@key}}={{json this}} {{/each}}"), StringComparison.Ordinal);

    [Fact]
    public void A_template_that_is_evaluated_often_gives_the_same()
    {
        var template = new Template("{{#each list}}{{json this}}{{/each}} {{default nope prompt}}");
        Assert.Single(Enumerable.Range(0, 100).Select(_ => template.Render(NodeTypes.Context(Names), CancellationToken.None)).Distinct());
    }

    [Fact]
    public void An_error_quotes_no_more_of_a_path_than_can_be_read() =>
        Assert.InRange(Failure($"{{{{{string.Join('.', Enumerable.Repeat("a", 20_000))}}}}}").Length, 1, 1000);

    [Fact]
    public void A_value_that_is_no_text_stands_for_itself()
    {
        var template = Template.Of(Json.Parse("""{"a": ["{{prompt}}"]}"""));
        Assert.Null(template.FindProblem());
        Assert.Equal("""{"a": ["{{prompt}}"]}""", template.Evaluate(NodeTypes.Context(), CancellationToken.None).GetRawText());
        Assert.Equal("5", Template.Of(Json.Parse("5")).Render(NodeTypes.Context(), CancellationToken.None));
    }

    [Fact]
    public async Task A_template_may_be_evaluated_by_many_at_once()
    {
        var template = new Template("{{prompt}}{{#each list}}{{this}}{{/each}}");
        var texts = await Task.WhenAll(Enumerable.Range(0, 50).Select(n => Task.Run(
            () => template.Render(NodeTypes.Context($$"""{"prompt": "{{n}}:", "list": [{{n}}]}"""), CancellationToken.None), TestContext.Current.CancellationToken)));
        Assert.Equal(Enumerable.Range(0, 50).Select(n => $"{n}:{n}"), texts);
    }

    static string Evaluate(string text, string names = Names)
    {
        var template = new Template(text);
        Assert.Null(template.FindProblem());
        return template.Evaluate(NodeTypes.Context(names), TestContext.Current.CancellationToken).GetRawText();
    }

    static string WithSecrets(string text)
    {
        var context = NodeTypes.Context(Names) with { Secrets = new([new("KEY", "one secret"), new("OTHER", "another secret")]) };
        return new Template(text).Evaluate(context, TestContext.Current.CancellationToken).GetRawText();
    }

    static string Failure(string text) => Assert.Throws<NodeException>(() => Evaluate(text)).Message;
}
