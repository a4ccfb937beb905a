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
