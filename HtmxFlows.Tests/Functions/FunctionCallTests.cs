using HtmxFlows.Credentials;
using HtmxFlows.Data;
using HtmxFlows.Expressions;
using HtmxFlows.Tests.Nodes;

namespace HtmxFlows.Tests.Functions;

/// <summary>What holds for all functions: names, numbers of values, limits, cancellation, secrets.</summary>
public sealed class FunctionCallTests
{
    public static TheoryData<string> Names => [.. FunctionCatalogue.Names];

    [Theory, MemberData(nameof(Names))]
    public void The_example_of_a_function_calls_it_and_has_a_value(string name)
    {
        Assert.True(FunctionCatalogue.TryFind(name, out var function));
        var template = new Template(function.Example);

        Assert.Null(template.FindProblem());
        Assert.Contains(name, function.Example, StringComparison.Ordinal);
        Assert.True(template.Syntax.IsOneExpression);
        template.Evaluate(NodeTypes.Context(FunctionCatalogue.ExampleData), TestContext.Current.CancellationToken);
    }

    [Theory, MemberData(nameof(Names))]
    public void The_call_to_insert_is_a_valid_template(string name) =>
        Assert.True(FunctionCatalogue.TryFind(name, out var function) && new Template($"{{{{{function.Call}}}}}").FindProblem() is null);

    [Fact]
    public void Functions_read_the_names_that_are_their_values_and_no_others() =>
        Assert.Equal(["a", "b", "c"], TemplateSyntax.Parse("{{upper (text a b.x \"d\")}}{{#if (gt c 5)}}{{/if}}{{(now)}}{{now}}").Roots.Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("{{upper}}", "\"a node\"")]
    [InlineData("{{upper}}!", "\"a node!\"")]
    [InlineData("{{Sum}}!", "\"5!\"")]
    [InlineData("{{trim upper}}", "\"a node\"")]
    [InlineData("{{upper upper}}", "\"A NODE\"")]
    [InlineData("{{upper.length}}", "6")]
    [InlineData("{{sum}}!", "\"sum\" is unknown here")]
    [InlineData("{{#upper}}x{{/upper}}", "\"x\"")]
    [InlineData("{{#each list as |sum|}}{{sum}}{{/each}}", "\"312\"")]
    [InlineData("{{#each rows}}{{keys}}{{/each}}", "\"keys\" is")]
    public void A_name_without_a_value_after_it_is_a_path(string template, string expected)
    {
        try
        {
            Assert.Equal(expected, Call.Value(template));
        }
        catch (NodeException error)
        {
            Assert.StartsWith(expected, error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_node_with_the_name_of_a_function_is_among_the_roots_and_is_renamed()
    {
        Assert.Equal(["upper"], TemplateSyntax.Parse("{{upper}}{{upper upper.x}}").Roots);
        Assert.Equal("{{big}} {{upper big.x}} {{upper (trim big)}}", TemplateSyntax.Rename("{{upper}} {{upper upper.x}} {{upper (trim upper)}}", new Dictionary<string, string> { ["upper"] = "big" }));
    }

    [Theory]
    [InlineData("{{uper prompt}}", "There is no function `uper`. Did you mean `upper`?")]
    [InlineData("{{json (Upper prompt)}}", "There is no function `Upper`. Did you mean `upper`?")]
    [InlineData("{{#if (equals a b)}}{{/if}}", "There is no function `equals`. The page Nodes lists the functions.")]
    [InlineData("{{customer.name prompt}}", "`customer.name` is a path, so that no value can follow it. Put a function first, e.g. {{upper customer.name}}.")]
    public void An_unknown_function_names_the_closest_one(string template, string message)
    {
        Assert.Equal(message, new Template(template).FindProblem());
        Assert.Equal(message, Assert.Throws<NodeException>(() => new Template(template).Evaluate(NodeTypes.Context(Call.Data), TestContext.Current.CancellationToken)).Message);
    }

    [Theory]
    [InlineData("{{replace text}}", "`replace` was given 1 value. Write {{replace text old new}}, e.g. {{replace order.customer \"a\" \"o\"}}.")]
    [InlineData("{{upper text text}}", "`upper` was given 2 values. Write {{upper text}}, e.g. {{upper order.customer}}.")]
    [InlineData("{{#if (eq (upper a \"x\") 1)}}{{/if}}", "`upper` was given 2 values.")]
    [InlineData("{{json (eq (upper (trim \")\")))}}", "`eq` was given 1 value.")]
    [InlineData("{{trim 'it\\'s \"a\"' [a b].c}}", "`trim` was given 2 values.")]
    public void A_call_of_too_few_or_too_many_values_is_a_problem(string template, string message) =>
        Assert.StartsWith(message, new Template(template).FindProblem(), StringComparison.Ordinal);

    [Theory]
    [InlineData("{{round text digits=2}}", "`name=value` is not a value. Give the value alone.")]
    [InlineData("{{upper (lower nope)}}", "\"nope\" is unknown here")]
    [InlineData("{{upper rows.0.nope}}", "\"nope\" is missing in rows.[0]")]
    [InlineData("{{eq prompt rows.0.null}}", "\"null\" is missing in rows.[0]")]
    public void A_call_with_other_values_than_it_needs_fails(string template, string message) =>
        Assert.StartsWith(message, Call.Failure(template), StringComparison.Ordinal);

    [Fact]
    public void An_unknown_function_is_a_problem_of_the_node_that_calls_it() => Assert.Equal(
        ["template: There is no function `capitalise`. Did you mean `capitalize`?"], NodeTypes.Problems("template", """{"template": "Dear {{capitalise prompt}}"}"""));

    public static TheoryData<string> Hostile =>
    [
        "{{repeat \"ab\" 2000000000}}",
        "{{replace text \"a\" text}}",
        "{{replace-all text \"a\" text}}",
        "{{replace-all text \"a\" \"$0$0$0$0$0$0$0$0$0$0$0$0$0\"}}",
        "{{split text \"\"}}",
        "{{join list text}}",
        "{{concat list list list list list}}",
        "{{list text text text}}",
        "{{text text text}}",
        "{{html-escape (replace text \"a\" \"<\")}}",
        "{{json (json (json (json (json (json (json text))))))}}{{hex text}}",
    ];

    [Theory, MemberData(nameof(Hostile))]
    public void A_result_ends_at_the_limit_of_an_output(string template)
    {
        var data = Json.From(new { text = new string('a', 60_000), list = Enumerable.Repeat("abc", 4_000) }).GetRawText();

        Assert.Matches("exceeds|more than 100000 characters", Call.Failure(template, data, new() { OutputBytes = 100_000 }));
    }

    [Theory]
    [InlineData("{{replace text part \"\"}}")]
    [InlineData("{{split text part}}")]
    [InlineData("{{length text}}")]
    [InlineData("{{extract text \"(a+)+b\"}}")]
    public void Long_text_is_searched_in_one_pass(string template) =>
        Call.Value(template, Json.From(new { text = new string('a', 900_000), part = new string('a', 400_000) + "b" }).GetRawText());

    [Theory]
    [InlineData("{{#each list}}{{sum (sort-by @root.list)}}{{/each}}")]
    [InlineData("{{#each list}}{{#each @root.list}}{{abs 1}}{{/each}}{{/each}}")]
    public async Task A_loop_of_calls_ends_when_it_is_cancelled(string template)
    {
        var data = Json.From(new { list = Enumerable.Range(0, 20_000) }).GetRawText();
        using var cancel = new CancellationTokenSource();
        var looping = Task.Run(() => Call.Value(template, data, new() { OutputBytes = int.MaxValue / 20 }, cancellation: cancel.Token), CancellationToken.None);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => looping.Soon());
    }

    [Theory]
    [InlineData("{{slice secrets.KEY 0 3}}")]
    [InlineData("{{length (text \"x\" secrets.KEY)}}")]
    [InlineData("{{replace (base64 secrets.KEY) \"c\" \"x\"}}")]
    [InlineData("{{split (default secrets.KEY 1) \"\"}}")]
    public void A_secret_cannot_be_changed_past_its_mask(string template) =>
        Assert.Contains("cannot change a secret", Assert.Throws<NodeException>(() => WithSecret(template)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("{{base64 (text \"user:\" secrets.KEY)}}", "\"dXNlcjpvbmUgc2VjcmV0\"")]
    [InlineData("{{url-encode secrets.KEY}}", "\"one%20secret\"")]
    public void A_secret_can_be_encoded_and_is_masked_then(string template, string json)
    {
        Assert.Equal(json, WithSecret(template));
        Assert.True(Secrets.Mask.Knows(json));
    }

    static Secrets Secrets { get; } = new([new("KEY", "one secret")]);

    static string WithSecret(string template) =>
        new Template(template).Evaluate(NodeTypes.Context(Call.Data) with { Secrets = Secrets }, TestContext.Current.CancellationToken).GetRawText();
}
