using HtmxFlows.Inputs;
using HtmxFlows.Runs;

namespace HtmxFlows.Tests.Runs;

public sealed class ApprovalTests
{
    const string Flow =
        """
        ask approve {"text": "Publish **{{prompt}}**?", "fields": [{"name": "why", "type": "text", "required": true}], "within": "60"}
        yes template {"template": "yes: {{ask.fields.why}}"}
        no template {"template": "no"}
        late template {"template": "late"}
        ask:approve -> yes
        ask:reject -> no
        ask:timeout -> late
        """;

    [Fact]
    public async Task A_decision_is_journaled_with_its_person_and_time()
    {
        await using var engine = Engine.Start();
        var run = await Asked(engine);
        engine.Time.Advance(TimeSpan.FromSeconds(5));
        Assert.IsType<AnswerResult.Taken>(await Answer(engine, run, "approve", "good", "Ada"));
        var end = await engine.End(run);
        Assert.Equal("yes: good", end.Result!.Value.GetString());
        var output = end.Node("ask").Output!.Value;
        Assert.Equal(("approve", "good", "Ada", engine.Time.GetUtcNow()), (
            output.GetProperty("decision").GetString(), output.GetProperty("fields").GetProperty("why").GetString(), output.GetProperty("by").GetString(), output.GetProperty("at").GetDateTimeOffset()));
        Assert.Equal(("approve", NodeStatus.Skipped, NodeStatus.Skipped), (end.Node("ask").Port, end.Node("no").Status, end.Node("late").Status));
    }

    [Fact]
    public async Task A_run_that_waits_for_a_person_has_no_execution_and_can_be_answered_after_a_restart()
    {
        await using var engine = Engine.Start();
        var run = await Asked(engine);
        await Eventually.Equal(0, () => Task.FromResult(engine.Runs.ActiveRuns));
        await using var next = await engine.Restart();
        Assert.IsType<AnswerResult.Taken>(await Answer(next, run, "reject", "bad"));
        Assert.Equal("no", (await next.End(run)).Result!.Value.GetString());
    }

    [Fact]
    public async Task Without_an_answer_in_time_the_port_timeout_is_taken()
    {
        await using var engine = Engine.Start();
        var run = await Asked(engine);
        engine.Time.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal("late", (await engine.End(run)).Result!.Value.GetString());
        Assert.Equal("The question is no longer open.", Refused(await Answer(engine, run, "approve", "x")).Problem);
    }

    [Fact]
    public async Task The_time_out_of_the_settings_fails_a_question_that_has_no_port_for_it()
    {
        await using var engine = Engine.Start();
        var run = await engine.Begin("""ask approve {"text": "Well?", "settings": {"timeout": 10}}""");
        await engine.Until(run, state => state.Status == RunStatus.Waiting);
        engine.Time.Advance(TimeSpan.FromSeconds(10));
        var end = await engine.End(run);
        Assert.Equal(RunStatus.Failed, end.Status);
        Assert.StartsWith("No answer came within the node's time-out.", end.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_before_its_question_is_refused_as_early_and_not_as_late()
    {
        await using var engine = Engine.Start();
        var run = await engine.Begin(
            """
            pause wait {"seconds": 5}
            ask approve {"text": "Well?"}
            pause -> ask
            """);
        await engine.Until(run, state => state.Status == RunStatus.Waiting);
        var refusal = Assert.IsType<AnswerResult.Early>(await engine.Runs.Answer(run, "ask", "approve", (null, []), null));
        Assert.Equal("The question is not open yet. Try again when the run has reached it.", refusal.Problem);
    }

    [Fact]
    public async Task An_answer_too_large_to_be_kept_is_refused_and_the_question_stays_open()
    {
        await using var engine = Engine.Start();
        var run = await Asked(engine);
        Assert.Contains("The output is larger than", Refused(await Answer(engine, run, "approve", new string('x', 1024 * 1024))).Problem, StringComparison.Ordinal);
        Assert.Equal("by", Assert.Single(Refused(await Answer(engine, run, "approve", "x", new string('y', 201))).Fields).Field);
        Assert.IsType<AnswerResult.Taken>(await Answer(engine, run, "approve", "good"));
        Assert.Equal(RunStatus.Completed, (await engine.End(run)).Status);
    }

    [Fact]
    public async Task The_first_answer_counts_even_when_many_come_at_once()
    {
        await using var engine = Engine.Start();
        var run = await Asked(engine);
        var results = await Task.WhenAll(Enumerable.Range(0, 20).Select(index => Answer(engine, run, index % 2 == 0 ? "approve" : "reject", $"{index}")));
        Assert.Single(results, result => result is AnswerResult.Taken);
        await engine.End(run);
        Assert.Single(engine.Story(run), "node-completed ask");
    }

    [Fact]
    public async Task An_unknown_decision_is_refused_and_changes_nothing()
    {
        await using var engine = Engine.Start();
        var run = await Asked(engine);
        Assert.Equal("Choose one of Approve, Reject.", Refused(await Answer(engine, run, "timeout", "x")).Problem);
        Assert.Equal(["input.why: why is required."], Refused(await Answer(engine, run, "approve", "")).Fields.Select(problem => $"{problem.Field}: {problem.Message}"));
        Assert.NotNull(engine.State(run).Node("ask").Question);
    }

    [Fact]
    public async Task Another_node_may_send_the_address_before_the_question_is_asked()
    {
        await using var engine = Engine.Start();
        var run = await engine.Begin(
            """
            mail template {"template": "{{run.approvals.ask}}"}
            ask approve {"text": "?", "decisions": [{"name": "fine"}]}
            mail -> ask
            """);
        var state = await engine.Until(run, state => state.Status == RunStatus.Waiting);
        var key = engine.Approvals.KeyOf(run, "ask");
        Assert.Equal($"/approvals/{run}/ask?key={key}", state.Node("mail").Output!.Value.GetString());
        Assert.True(engine.Approvals.Fits(run, "ask", key));
        Assert.False(engine.Approvals.Fits(run, "other", key));
        Assert.False(engine.Approvals.Fits(run, "ask", key[1..]));
        Assert.False(engine.Approvals.Fits(run, "ask", null));
    }

    static async Task<Guid> Asked(Engine engine)
    {
        var run = await engine.Begin(Flow, "it");
        var state = await engine.Until(run, state => state.Status == RunStatus.Waiting);
        Assert.Equal("Publish **it**?", state.Node("ask").Question!.Text);
        return run;
    }

    static AnswerResult.NotTaken Refused(AnswerResult result) => Assert.IsType<AnswerResult.NotTaken>(result, exactMatch: false);

    static Task<AnswerResult> Answer(Engine engine, Guid run, string decision, string why, string? by = null) => engine.Runs.Answer(
        run, "ask", decision, InputValues.OfTexts([new() { Name = "why", Required = true }], new Dictionary<string, string> { ["why"] = why }), by);
}
