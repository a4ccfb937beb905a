using System.Net.Http.Headers;
using System.Text;
using HtmxFlows.Runs;
using HtmxFlows.Tests.Web;
using HtmxFlows.Workflows;

namespace HtmxFlows.Tests.Api;

/// <summary>Whatever a call asks that cannot be, the answer is problem details with a sentence, and nothing has changed.</summary>
public sealed class ApiRefusalTests(App app) : IDisposable
{
    const string Nobody = "00000000-0000-0000-0000-000000000000";
    const int TooLarge = 9 * 1024 * 1024;

    readonly Visitor client = app.Visit();

    [Theory]
    [InlineData("GET /api")]
    [InlineData("GET /api/nothing")]
    [InlineData("GET /api/workflows/7")]
    [InlineData("GET /api/runs/7")]
    [InlineData("GET /api/runs/7/events")]
    [InlineData("POST /api/runs/7/cancellation")]
    [InlineData("POST /api/workflows/7/runs")]
    [InlineData($"GET /api/workflows/{Nobody}")]
    [InlineData($"PUT /api/workflows/{Nobody}")]
    [InlineData($"DELETE /api/workflows/{Nobody}")]
    [InlineData($"POST /api/workflows/{Nobody}/runs")]
    [InlineData($"GET /api/runs/{Nobody}")]
    [InlineData($"GET /api/runs/{Nobody}/events")]
    [InlineData($"POST /api/runs/{Nobody}/cancellation")]
    [InlineData("POST /api/runs/7/answers")]
    [InlineData($"POST /api/runs/{Nobody}/answers")]
    public async Task What_is_not_there_is_404_whatever_the_client_accepts(string call)
    {
        foreach (var accept in new[] { "application/json", "text/event-stream", "text/html,*/*;q=0.8" })
            (await client.Call(call, null, ("Accept", accept))).Problem(404);
    }

    [Theory]
    [InlineData("DELETE /api/workflows", "GET, POST")]
    [InlineData("PATCH /api/workflows/{0}", "DELETE, GET, PUT")]
    [InlineData("GET /api/workflows/{0}/runs", "POST")]
    [InlineData("POST /api/workflows/{0}/run", "GET")]
    [InlineData("PUT /api/runs/{0}", "DELETE, GET")]
    [InlineData("GET /api/runs/{0}/cancellation", "POST")]
    [InlineData("TRACE /api/runs", "GET")]
    public async Task What_an_address_does_not_do_is_405(string call, string allowed)
    {
        var answer = await client.Call(string.Format(null, call, Nobody));

        answer.Problem(405);
        Assert.Equal(allowed, string.Join(", ", answer.Header("Allow")!.Split(", ").Order(StringComparer.Ordinal)));
    }

    [Theory]
    [InlineData("GET /api/workflows?page=abc")]
    [InlineData("GET /api/workflows?page=99999999999")]
    [InlineData("GET /api/runs/{0}/events?after=abc")]
    public async Task A_parameter_that_makes_no_sense_is_400_while_developing_too(string call)
    {
        await using var developing = new App("Development");
        using var developer = developing.Visit();
        call = string.Format(null, call, Nobody);

        Assert.Equal((await client.Call(call)).Problem(400), (await developer.Call(call)).Problem(400));
    }

    public static TheoryData<string, string> Unreadable => new()
    {
        { "", "no body" },
        { "nonsense", "is not valid JSON" },
        { "{\"name\": \"a\"", "is not valid JSON" },
        { "{\"name\": \"a\", \"name\": \"b\"}", "name" },
        { "{\"name\": \"a\", \"flow\": {\"nodes\": [], \"nodes\": []}}", "nodes" },
        { "[]", "not a JSON object" },
        { "null", "not a JSON object" },
        { "\"text\"", "not a JSON object" },
        { "{\"name\": 7}", "$.name" },
        { "{\"description\": {}}", "$.description" },
        { "{\"name\": \"\\ud800\"}", "surrogate" },
        { "{\"prompt\": 7, \"name\": 7}", "$." },
        { "{\"prompt\": \"x\", \"prompt\": \"y\"}", "prompt" },
        { "{\"flow\": " + new string('[', 64) + new string(']', 64) + "}", "too many levels" },
    };

    [Theory, MemberData(nameof(Unreadable))]
    public async Task A_body_that_cannot_be_read_is_400_and_the_sentence_says_why(string body, string why)
    {
        var workflow = await app.Make("Unreadable", [App.Template("a", "x")]);

        Assert.Contains(why, (await client.Call("POST /api/workflows", body)).Problem(400), StringComparison.Ordinal);
        Assert.Contains(why, (await client.Call($"PUT /api/workflows/{workflow}", body, ("If-Match", "*"))).Problem(400), StringComparison.Ordinal);
        Assert.Equal(("Unreadable", 1), (app.Get<WorkflowStore>().Find(workflow)!.Name, app.Get<WorkflowStore>().Find(workflow)!.Latest));
    }

    [Theory]
    [InlineData("nonsense", "is not valid JSON")]
    [InlineData("[]", "not a JSON object")]
    [InlineData("{\"prompt\": 7}", "$.prompt")]
    [InlineData("{\"prompt\": [\"x\"]}", "$.prompt")]
    [InlineData("{\"prompt\": \"x\", \"prompt\": \"x\"}", "prompt")]
    [InlineData("{\"thread\": \"x\"}", "$.thread")]
    [InlineData("{\"thread\": 7}", "$.thread")]
    public async Task A_start_that_cannot_be_read_is_400_and_starts_nothing(string body, string why)
    {
        var workflow = await app.Make("Unstarted", [App.Template("a", "x")]);

        Assert.Contains(why, (await client.Call($"POST /api/workflows/{workflow}/runs", body)).Problem(400), StringComparison.Ordinal);
        Assert.Empty(app.Get<RunStore>().List(workflow, null, 0, 1));
    }

    [Theory]
    [InlineData("{\"thread\": \"00000000-0000-0000-0000-000000000000\"}", "conversation")]
    [InlineData("{\"thread\": \"{0}\"}", "conversation")]
    [InlineData("{\"input\": {\"a\": 1}}", "has no inputs")]
    [InlineData("{\"input\": [1]}", "must be an object")]
    [InlineData("{\"input\": \"a\"}", "must be an object")]
    [InlineData("{\"prompt\": \"{1}\"}", "longer than 64 KiB")]
    public async Task A_start_that_cannot_be_is_422_and_starts_nothing(string body, string why)
    {
        var workflow = await app.Make("Unstarted", [App.Template("a", "x")]);
        var other = await app.RunToEnd(await app.Make("Another", [App.Template("a", "x")]));
        body = body.Replace("{0}", other.ToString(), StringComparison.Ordinal).Replace("{1}", new string('ä', 32 * 1024 + 1), StringComparison.Ordinal);

        Assert.Contains(why, (await client.Call($"POST /api/workflows/{workflow}/runs", body)).Problem(422), StringComparison.Ordinal);
        Assert.Empty(app.Get<RunStore>().List(workflow, null, 0, 1));
    }

    [Fact]
    public async Task A_workflow_that_is_only_a_draft_is_not_run()
    {
        var draft = (await app.Get<WorkflowStore>().Create(new("Draft", "", App.Flow([App.Node("a", "nonsense", new { })])), asDraft: true)).Id();

        Assert.Contains("Fix its problems", (await client.Call($"POST /api/workflows/{draft}/runs")).Problem(422), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    public async Task What_is_not_called_JSON_is_415(string type)
    {
        var workflow = await app.Make("Typed", [App.Template("a", "x")]);
        var before = app.Get<WorkflowStore>().Search("Smuggled", 0, 9).Count;

        (await client.Call("POST /api/workflows", $$"""{"name": "Smuggled", "flow": {{App.Flow([App.Template("a", "x")])}}}""", ("Content-Type", type))).Problem(415);
        (await client.Call($"POST /api/workflows/{workflow}/runs", "{}", ("Content-Type", type))).Problem(415);
        Assert.Equal(before, app.Get<WorkflowStore>().Search("Smuggled", 0, 9).Count);
        Assert.Empty(app.Get<RunStore>().List(workflow, null, 0, 1));
    }

    [Fact]
    public async Task A_body_that_is_not_UTF_8_is_400_and_not_saved_as_something_else()
    {
        byte[] latin = [.. "{\"prompt\": \""u8, 0xE4, .. "\"}"u8];
        var workflow = await app.Make("Latin", [App.Template("a", "x")]);

        foreach (var bytes in new[] { latin, Encoding.Unicode.GetPreamble().Concat(Encoding.Unicode.GetBytes("{}")).ToArray() })
            Assert.Contains("UTF-8", (await client.Call($"POST /api/workflows/{workflow}/runs", Bytes(bytes))).Problem(400), StringComparison.Ordinal);
        Assert.Empty(app.Get<RunStore>().List(workflow, null, 0, 1));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_huge_body_is_413_whether_it_says_its_length_or_not(bool saysLength)
    {
        var content = Bytes(new byte[TooLarge]);
        var request = ApiCalls.Request("POST /api/workflows", content);
        request.Headers.TransferEncodingChunked = !saysLength;
        // The refusal comes before the body is through, and must be read all the same.
        request.Headers.ExpectContinue = saysLength;

        (await client.Send(request)).Problem(413);
    }

    [Fact]
    public async Task A_body_that_does_not_say_its_length_is_read()
    {
        var workflow = await app.Make("Chunked", [App.Template("a", "{{prompt}}")]);
        foreach (var (body, prompt) in new[] { ("{\"prompt\": \"chunked\"}", "chunked"), ("", "") })
        {
            var request = ApiCalls.Request($"POST /api/workflows/{workflow}/runs", body, ("Prefer", "wait=30"));
            request.Headers.TransferEncodingChunked = true;

            Assert.Equal(prompt, (await client.Send(request)).Json().Text("prompt"));
        }
    }

    [Fact]
    public async Task A_mistake_of_ours_is_500_and_tells_no_secrets()
    {
        await using var own = new App();
        using var visitor = own.Visit();
        var workflow = await own.Make("Broken", [App.Template("a", "x")]);
        // A row that no version of this program writes.
        await own.Get<HtmxFlows.Data.IDatabase>().Write(writer =>
            writer.Execute("UPDATE versions SET created_at = 'no time' WHERE workflow_id = $0", workflow.ToString()));

        var answer = await visitor.Call($"GET /api/workflows/{workflow}");

        answer.Problem(500);
        Assert.DoesNotContain("no time", answer.Source, StringComparison.Ordinal);
    }

    public void Dispose() => client.Dispose();

    static ByteArrayContent Bytes(byte[] bytes) => new(bytes) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
}
