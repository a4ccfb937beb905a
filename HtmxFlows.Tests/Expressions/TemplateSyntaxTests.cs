using HtmxFlows.Expressions;

namespace HtmxFlows.Tests.Expressions;

public sealed class TemplateSyntaxTests
{
    [Theory]
    [InlineData("no expression")]
    [InlineData("{{prompt}}", "prompt")]
    [InlineData("{{ fetch.body.[a b] }}", "fetch")]
    [InlineData("{{[my node].body}}", "my node")]
    [InlineData("{{a}} {{b.c}} {{a.d}}", "a", "b")]
    [InlineData("{{#if a.b}}{{c}}{{else if d}}{{e}}{{else}}{{f}}{{/if}}", "a", "c", "d", "e", "f")]
    [InlineData("{{#each items}}{{name}} {{this.x}} {{@index}} {{../y}} {{@root.z.w}}{{/each}}{{after}}", "items", "y", "z", "after")]
    [InlineData("{{#each a}}{{#if b}}{{../c}}{{/if}}{{#each d}}{{../e}}{{../../f}}{{/each}}{{/each}}", "a", "c", "f")]
    [InlineData("{{#with a}}{{b}}{{/with}}{{c}}", "a", "c")]
    [InlineData("{{#list}}{{name}} {{../a}} {{@root.b.c}}{{^}}{{d}}{{/list}}{{after}}", "list", "b", "after")]
    [InlineData("{{^list}}{{name}}{{/list}}", "list", "name")]
    [InlineData("{{#each a}}{{#b}}{{../../c}}{{/b}}{{../d}}{{/each}}", "a", "d")]
    [InlineData("{{#each list as |item index|}}{{item}}{{/each}}", "list")]
    [InlineData("{{default a.b \"text c.d\"}}", "a")]
    [InlineData("{{json (default a 'b')}}", "a")]
    [InlineData("{{lookup a b}}", "a", "b")]
    [InlineData("{{!-- {{a}} --}}{{! b }}")]
    [InlineData(@"\{{a}} {{b}}", "b")]
    [InlineData("{{{a}}} {{&b}} {{~c~}}", "a", "b", "c")]
    [InlineData("{{default a 5}} {{default b true}} {{default c null}} {{default d -1}}", "a", "b", "c", "d")]
    [InlineData("{{a-b}} {{a_b}} {{ü}}", "a-b", "a_b", "ü")]
    public void The_roots_are_the_names_that_paths_begin_with(string text, params string[] roots) =>
        Assert.Equal(roots.Order(StringComparer.Ordinal), TemplateSyntax.Parse(text).Roots.Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("{{a}}", true)]
    [InlineData("{{ a.b }}", true)]
    [InlineData("{{{a}}}", true)]
    [InlineData("{{default a \"b\"}}", true)]
    [InlineData("{{&a}}", true)]
    [InlineData("{{a}}}", false)]
    [InlineData(" {{a}}", false)]
    [InlineData("{{a}}\n", false)]
    [InlineData("{{a}}{{b}}", false)]
    [InlineData("{{#if a}}b{{/if}}", false)]
    [InlineData("{{!a}}", false)]
    [InlineData("{{else}}", false)]
    [InlineData("a", false)]
    [InlineData("", false)]
    public void One_expression_is_distinguished_from_text(string text, bool alone) => Assert.Equal(alone, TemplateSyntax.Parse(text).IsOneExpression);
}
