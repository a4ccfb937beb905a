using HtmxFlows.Credentials;
using HtmxFlows.Expressions;
using HtmxFlows.Tests.Nodes;
using HtmxFlows.Workflows;

namespace HtmxFlows.Tests.Workflows;

public sealed class SecretFunctionsTests
{
    static readonly Secrets Token = new([new("TOKEN", "swordfish")]);

    [Theory]
    [InlineData("{{slice secrets.TOKEN 0 4}}", "slice")]
    [InlineData("{{{reverse @root.secrets.TOKEN}}}", "reverse")]
    [InlineData("{{base64 secrets.[TOKEN]}}", "base64")]
    [InlineData("{{json (json (hex secrets.TOKEN))}}", "hex")]
    [InlineData("{{default prompt (split secrets.TOKEN \"-\")}}", "split")]
    [InlineData("{{#each (split secrets.TOKEN \"-\")}}{{this}}{{/each}}", "each")]
    [InlineData("{{#with secrets.TOKEN}}{{this}}{{/with}}", "with")]
    [InlineData("{{#if prompt}}{{else with secrets.TOKEN}}{{this}}{{/if}}", "with")]
    public void A_function_that_changes_a_secret_is_found(string template, string function) =>
        Assert.Equal(function, SecretFunctions.Find(TemplateSyntax.Parse(template)));

    [Theory]
    [InlineData("{{secrets.TOKEN}}")]
    [InlineData("{{~ secrets.TOKEN ~}}")]
    [InlineData("{{json secrets.TOKEN}} {{default secrets.TOKEN prompt}}")]
    [InlineData("{{#if secrets.TOKEN}}{{secrets.TOKEN}}{{else if secrets.TOKEN}}x{{/if}}")]
    [InlineData("{{#each input}}{{upper this}} {{@root.secrets.TOKEN}}{{/each}}")]
    [InlineData("{{slice my-secrets.TOKEN 0 4}}")]
    public void A_secret_that_stays_as_it_is_is_no_problem(string template) => Assert.Null(SecretFunctions.Find(TemplateSyntax.Parse(template)));

    [Fact]
    public void A_secret_is_changed_only_by_the_node_that_sends_it()
    {
        const string Template = "{{#with secrets.TOKEN}}{{this}}{{/with}}";
        Assert.Equal(["`with` would change a secret so that it is not masked. Use the secret alone here, or use the function in the node that sends it."],
            Problems($$"""a template {"template": "{{Template}}"}"""));
        Assert.Empty(Problems($$"""a http {"url": "https://a.example", "body": "{{Template}}"}"""));
    }

    static IEnumerable<string> Problems(string flow) => FlowPlan.Make(Flows.Of(flow), NodeTypes.Catalogue, new(Token, _ => null)).Problems.Select(problem => problem.Message);
}
