using HtmxFlows.Tests.Nodes;
using HtmxFlows.Workflows;

namespace HtmxFlows.Tests.Workflows;

public sealed class FlowConcurrencyTests
{
    [Theory]
    [InlineData("""{"limit": 1}""")]
    [InlineData("""{"rate": 100000, "per": "P31D"}""")]
    [InlineData("""{"rate": 5, "per": ""}""")]
    [InlineData("""{"debounce": "1s", "key": "{{trigger.body.id}}-{{run.input.city}}-{{input.city}}-{{prompt}}"}""")]
    [InlineData("""{"debounce": "P1D", "beyond": "replace"}""")]
    public void Limits_rates_and_quiet_times_are_accepted(string concurrency) => Assert.Empty(Problems(concurrency));

    [Theory]
    [InlineData("""{}""", "concurrency.limit", "Give a limit, a rate or a debounce.")]
    [InlineData("""{"key": "{{prompt}}", "beyond": "refuse"}""", "concurrency.limit", "Give a limit, a rate or a debounce.")]
    [InlineData("""{"rate": 0}""", "concurrency.rate", "Rate must be a whole number from 1 to 100000.")]
    [InlineData("""{"rate": 1, "per": "often"}""", "concurrency.per", "“often” is no duration from 1 second to 31 days. Write it as PT1M, 10s or P1D.")]
    [InlineData("""{"rate": 1, "per": "PT0.5S"}""", "concurrency.per", "“PT0.5S” is no duration from 1 second to 31 days. Write it as PT1M, 10s or P1D.")]
    [InlineData("""{"rate": 1, "per": "32d"}""", "concurrency.per", "“32d” is no duration from 1 second to 31 days. Write it as PT1M, 10s or P1D.")]
    [InlineData("""{"debounce": "25h"}""", "concurrency.debounce", "“25h” is no duration from 1 second to 1 day. Write it as 10s, 5m or PT1H.")]
    [InlineData("""{"debounce": "soon"}""", "concurrency.debounce", "“soon” is no duration from 1 second to 1 day. Write it as 10s, 5m or PT1H.")]
    [InlineData("""{"limit": 1, "key": "{{a}}"}""", "concurrency.key", "`a` is not known when a run starts. Use `input`, `prompt`, `run`, `trigger`.")]
    [InlineData("""{"limit": 1, "key": "{{secrets.KEY}}"}""", "concurrency.key", "`secrets` is not known when a run starts. Use `input`, `prompt`, `run`, `trigger`.")]
    [InlineData("""{"limit": 1, "key": "{{run.approvals.a}}"}""", "concurrency.key", "`run.approvals` is not known when a run starts.")]
    [InlineData("""{"limit": 1, "key": "{{input.town}}"}""", "concurrency.key", "`input.town` is not declared. Add `town` to `inputs`, or use another input.")]
    [InlineData("""{"limit": 1, "key": "{{run.input.town}}"}""", "concurrency.key", "`run.input.town` is not declared. Add `town` to `inputs`, or use another input.")]
    public void Anything_else_is_a_problem_of_its_field(string concurrency, string field, string message)
    {
        var problem = Assert.Single(Problems(concurrency));

        Assert.Equal((field, message), (problem.Field, problem.Message));
    }

    [Fact]
    public void A_key_that_cannot_be_read_is_a_problem_of_the_key() =>
        Assert.Equal("concurrency.key", Assert.Single(Problems("""{"limit": 1, "key": "{{#if prompt}}"}""")).Field);

    static IReadOnlyList<FlowProblem> Problems(string concurrency) => FlowPlan.Make(
        "{\"nodes\":[{\"id\":\"a\",\"type\":\"template\",\"data\":{\"template\":\"x\"}}],\"inputs\":[{\"name\":\"city\",\"type\":\"text\"}],\"concurrency\":" + concurrency + "}", NodeTypes.Catalogue).Problems;
}
