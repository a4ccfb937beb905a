using HtmxFlows.Tests.Runs;

namespace HtmxFlows.Tests.Nodes;

public sealed class WebhookNodeTests
{
    [Theory]
    [InlineData("""{"slug": "a b"}""", "slug: The address begins with a word of 1 to 64 letters, digits, - and _.")]
    [InlineData("""{"methods": ["FETCH"]}""", "methods: “FETCH” is no method that a webhook accepts. Use GET, POST, PUT, PATCH, DELETE.")]
    [InlineData("""{"authentication": "github"}""", "credential: Name the credential with which calls are verified.")]
    [InlineData("""{"authentication": "oauth"}""", "authentication: Authentication must be one of none, basic, header, jwt, hmac, standard-webhooks, github, stripe, slack, shopify, gitlab.")]
    [InlineData("""{"header": "a b"}""", "header: “a b” is not the name of a header.")]
    [InlineData("""{"allowedAddresses": ["10.0.0.0/33"]}""", "allowedAddresses: “10.0.0.0/33” is no address or network. Write it as 192.0.2.10 or 192.0.2.0/24.")]
    [InlineData("""{"rateLimit": 0}""", "rateLimit: Calls a minute must be a whole number from 1 to 1000000.")]
    [InlineData("""{"onlyIf": [{"left": "x", "operator": "matches", "right": "("}]}""", "onlyIf[0].right: The regular expression “(” cannot")]
    public void An_invalid_configuration_of_a_webhook_is_reported(string data, string problem) => Assert.StartsWith(problem, Assert.Single(NodeTypes.Problems("webhook", data)), StringComparison.Ordinal);

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"slug": "orders/:id", "methods": ["get", "POST"], "authentication": "hmac", "credential": "KEY", "header": "X-Sign", "algorithm": "sha512", "encoding": "base64", "prefix": "v1="}""")]
    [InlineData("""{"answer": "stream", "allowedAddresses": ["192.0.2.1", "2001:db8::/32"], "rateLimit": 50, "onlyIf": [{"left": "{{trigger.body.a}}", "operator": "exists"}]}""")]
    public void A_valid_configuration_of_a_webhook_is_accepted(string data) => Assert.Empty(NodeTypes.Problems("webhook", data));

    [Fact]
    public async Task Its_output_is_what_the_run_was_started_with() =>
        Assert.Equal("""{"body":1}""", await NodeTypes.Output("webhook", "{}", """{"trigger": {"body":1}}"""));

    [Fact]
    public async Task A_trigger_has_no_input()
    {
        await using var engine = Engine.Start();
        var problems = (await engine.Workflows.Create(new("Wrong", "", Workflows.Flows.Of("""
            before template {"template": "x"}
            hook webhook {}
            before -> hook
            """)))).Problems();

        Assert.Equal("`hook` is a trigger, which starts a run and has no input. Remove the connection from `before`.", Assert.Single(problems).Message);
    }
}
