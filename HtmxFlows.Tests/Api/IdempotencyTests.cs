using System.Net;
using HtmxFlows.Tests.Web;

namespace HtmxFlows.Tests.Api;

/// <summary>Starts that a client may repeat: the same Idempotency-Key gives the same run.</summary>
public sealed class IdempotencyTests(App app)
{
    static (string, string) Key() => ("Idempotency-Key", $"{Guid.NewGuid()}");

    [Fact]
    public async Task The_same_key_gives_the_same_run_also_at_the_same_time()
    {
        var workflow = await app.Make("Once", [App.Template("a", "{{prompt}}")]);
        using var client = app.Visit();
        var key = Key();

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => client.Call($"POST /api/workflows/{workflow}/runs", new { prompt = "p" }, key)));

        Assert.Single(answers.Select(answer => answer.Json().Text("id")).Distinct());
        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.Accepted, answer.Status));
        Assert.Equal("p", (await client.Call($"POST /api/workflows/{workflow}/runs", new { prompt = "p" }, key, ("Prefer", "wait=30"))).Json().Text("result"));
        Assert.NotEqual(answers[0].Json().Text("id"), (await client.Call($"POST /api/workflows/{workflow}/runs", new { prompt = "p" }, Key())).Json().Text("id"));
        Assert.Equal(2, (await client.Call($"GET /api/runs?workflow={workflow}")).Json().GetProperty("runs").GetArrayLength());
    }

    [Fact]
    public async Task The_same_key_with_another_request_is_refused()
    {
        var (workflow, other) = (await app.Make("First", [App.Template("a", "x")]), await app.Make("Other", [App.Template("a", "x")]));
        using var client = app.Visit();
        var key = Key();
        await client.Call($"POST /api/workflows/{workflow}/runs", new { prompt = "p" }, key);

        Assert.Equal("This Idempotency-Key has started a run with another request. Use a new one.", (await client.Call($"POST /api/workflows/{workflow}/runs", new { prompt = "q" }, key)).Problem(422));
        (await client.Call($"POST /api/workflows/{other}/runs", new { prompt = "p" }, key)).Problem(422);
        Assert.StartsWith("The header Idempotency-Key is longer", (await client.Call($"POST /api/workflows/{workflow}/runs", new { prompt = "p" }, ("Idempotency-Key", new string('x', 256)))).Problem(422), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_start_that_was_refused_may_be_tried_again_with_its_key()
    {
        var workflow = await app.MakeAsking("Asking", """[{"name": "a", "type": "text", "required": true}]""", [App.Template("a", "x")]);
        using var client = app.Visit();
        var key = Key();

        (await client.Call($"POST /api/workflows/{workflow}/runs", new { }, key)).Problem(422);

        Assert.Equal(HttpStatusCode.Accepted, (await client.Call($"POST /api/workflows/{workflow}/runs", new { input = new { a = "given" } }, key)).Status);
    }

    [Fact]
    public async Task Many_runs_are_run_again_once_for_a_key()
    {
        var (workflow, key) = (await app.Make($"Many {Guid.NewGuid()}", [App.Template("a", "x")]), Key());
        for (var run = 0; run < 3; run++)
            await app.RunToEnd(workflow, $"{run}");
        using var client = app.Visit();
        object request = new { action = "retry", filter = new { workflow } };

        var first = await client.Call("POST /api/runs/bulk", request, key);
        await Eventually.Equal(6, () => Task.FromResult(Runs()));
        var again = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => client.Call("POST /api/runs/bulk", request, key)));

        Assert.Equal(3, first.Json().GetProperty("count").GetInt32());
        Assert.All(again, answer => Assert.Equal(first.Source, answer.Source));
        Assert.Equal(6, Runs());
        Assert.Equal("This Idempotency-Key has started a run with another request. Use a new one.", (await client.Call("POST /api/runs/bulk", new { action = "retry", filter = new { } }, key)).Problem(422));
        (await client.Call("POST /api/runs/bulk", request, ("Idempotency-Key", new string('x', 256)))).Problem(422);

        int Runs() => app.Get<HtmxFlows.Runs.RunStore>().List(workflow, null, 0, 99).Count(run => run.FinishedAt is not null);
    }

    [Fact]
    public async Task The_original_protocol_a_run_from_a_node_and_a_trigger_in_parts_take_a_key()
    {
        var workflow = await app.Make($"Keyed {Guid.NewGuid()}", [App.Node("hook", "webhook", new { slug = $"s{Guid.NewGuid():N}" }), App.Template("a", "{{trigger.body}}"), App.Template("b", "x")], "hook→a");
        using var client = app.Visit();
        var (first, second, third) = (Key(), Key(), Key());

        var streams = new[] { await client.Call($"GET /api/workflows/{workflow}/run?prompt=p", null, first), await client.Call($"GET /api/workflows/{workflow}/run?prompt=p", null, first) };
        Assert.Equal(streams[0].Source, streams[1].Source);
        Assert.Equal(1, Runs());
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await client.Call($"GET /api/workflows/{workflow}/run?prompt=q", null, first)).Status);

        MultipartFormDataContent Form(string data) => new() { { new StringContent("hook"), "trigger" }, { new StringContent(data), "data.hook" } };
        var triggered = new[] { await client.Call($"POST /api/workflows/{workflow}/runs", Form("""{"body": "B"}"""), second, ("Prefer", "wait=30")), await client.Call($"POST /api/workflows/{workflow}/runs", Form("""{"body": "B"}"""), second, ("Prefer", "wait=30")) };
        Assert.Equal(triggered[0].Json().Text("id"), triggered[1].Json().Text("id"));
        Assert.Equal("B", triggered[0].Json().GetProperty("result").GetProperty("a").GetString());
        Assert.Equal(2, Runs());
        Assert.Contains("JSON", (await client.Call($"POST /api/workflows/{workflow}/runs", Form("{"))).Problem(422), StringComparison.Ordinal);

        var run = triggered[0].Json().Text("id");
        var token = (await client.Open($"/runs/{run}/retry?from=a")).One("main [name=__RequestVerificationToken]").GetAttribute("value")!;
        var retried = new List<string>();
        for (var time = 0; time < 2; time++)
        {
            var request = new HttpRequestMessage(HttpMethod.Post, $"/runs/{run}/retry") { Content = new FormUrlEncodedContent([new("__RequestVerificationToken", token), new("from", "a")]) };
            request.Headers.Add(third.Item1, third.Item2);
            retried.Add((await client.Send(request)).Address);
        }
        Assert.Single(retried.Distinct());
        Assert.Equal(3, Runs());

        int Runs() => app.Get<HtmxFlows.Runs.RunStore>().List(workflow, null, 0, 99).Count;
    }

    [Fact]
    public async Task A_file_that_is_sent_again_is_the_same()
    {
        var workflow = await app.MakeAsking("Filed", """[{"name": "a", "type": "file"}]""", [App.Template("a", "x")]);
        using var client = app.Visit();
        var key = Key();

        var (first, same, other) = (await Send("one"), await Send("one"), await Send("another"));

        Assert.Equal(first.Json().Text("id"), same.Json().Text("id"));
        other.Problem(422);

        async Task<Page> Send(string content)
        {
            var form = new MultipartFormDataContent { { new StringContent(content), "input.a", "a.txt" } };
            return await client.Call($"POST /api/workflows/{workflow}/runs", form, key);
        }
    }
}
