using System.Text.Json;
using HtmxFlows.Tests.Web;

namespace HtmxFlows.Tests.Api;

/// <summary>Questions of runs, asked and answered through the API.</summary>
public sealed class AnswerApiTests(App app) : IDisposable
{
    static readonly object Question = new
    {
        text = "Publish **{{prompt}}**?",
        fields = new object[] { new { name = "why", type = "text", label = "Reason", required = true }, new { name = "copies", type = "number", @default = 3 } },
        decisions = new[] { new { name = "publish" }, new { name = "drop" } },
    };

    readonly Visitor client = app.Visit();

    [Fact]
    public async Task The_state_tells_what_is_asked_and_an_answer_with_its_types_is_taken()
    {
        var run = await Asked();

        var question = Assert.Single((await State(run)).GetProperty("questions").EnumerateArray());
        var answered = await client.Call($"POST /api/runs/{run}/answers", new { node = "ask", decision = "publish", input = new { why = "good", copies = 2.50m }, by = "Ada" });
        await app.End(run);

        Assert.Equal(("ask", "Publish **it**?", JsonValueKind.Null), (question.Text("node"), question.Text("text"), question.GetProperty("until").ValueKind));
        Assert.Equal(["why", "copies"], question.GetProperty("fields").EnumerateArray().Select(field => field.Text("name")));
        Assert.Equal(["publish", "drop"], question.GetProperty("decisions").EnumerateArray().Select(decision => decision.Text("name")));
        Assert.Equal((run, 0), (answered.Json().GetProperty("id").GetGuid(), answered.Json().GetProperty("questions").GetArrayLength()));
        Assert.Equal("publish by Ada: good, 2.50", (await State(run)).Text("result"));
    }

    [Theory]
    [InlineData("""{"node": "ask", "decision": "publish"}""", "input.why")]
    [InlineData("""{"node": "ask", "decision": "publish", "input": {"why": 7, "copies": "2", "else": 1}}""", "input.else input.why input.copies")]
    [InlineData("""{"node": "ask", "decision": "publish", "input": [1]}""", "input")]
    [InlineData("""{"node": "ask", "decision": "burn", "input": {"why": "cold"}}""", "")]
    [InlineData("""{"node": "ask", "input": {"why": "cold"}}""", "")]
    public async Task What_cannot_be_taken_is_422_and_the_question_stays_open(string body, string fields)
    {
        var run = await Asked();

        var answer = await client.Call($"POST /api/runs/{run}/answers", body);

        Assert.NotEmpty(answer.Problem(422));
        Assert.Equal(fields, string.Join(' ', answer.Json().GetProperty("problems").EnumerateArray().Select(problem => problem.Text("field"))));
        Assert.Equal(1, (await State(run)).GetProperty("questions").GetArrayLength());
    }

    [Fact]
    public async Task A_question_that_is_not_open_is_409_and_one_that_never_was_404()
    {
        var run = await Asked();
        var (ask, yes) = (new { node = "ask", decision = "drop", input = new { why = "no" } }, new { node = "yes", decision = "drop" });

        Assert.Contains("no longer open", (await client.Call($"POST /api/runs/{run}/answers", yes)).Problem(409), StringComparison.Ordinal);
        Assert.Equal(System.Net.HttpStatusCode.OK, (await client.Call($"POST /api/runs/{run}/answers", ask)).Status);
        Assert.Contains("no longer open", (await client.Call($"POST /api/runs/{run}/answers", ask)).Problem(409), StringComparison.Ordinal);
        Assert.Contains("node", (await client.Call($"POST /api/runs/{run}/answers", new { node = "nobody", decision = "drop" })).Problem(404), StringComparison.Ordinal);
        Assert.Contains("run", (await client.Call($"POST /api/runs/{Guid.NewGuid()}/answers", ask)).Problem(404), StringComparison.Ordinal);
    }

    async Task<Guid> Asked()
    {
        var workflow = await app.Make("Ask by API", [App.Node("ask", "approve", Question), App.Template("yes", "{{ask.decision}} by {{ask.by}}: {{ask.fields.why}}, {{ask.fields.copies}}")], "ask.publish→yes");
        var run = await app.Start(workflow, "it");
        await Eventually.Equal("waiting", async () => (await State(run)).Text("status"));
        return run;
    }

    async Task<JsonElement> State(Guid run) => (await client.Call($"GET /api/runs/{run}")).Json();

    public void Dispose() => client.Dispose();
}
