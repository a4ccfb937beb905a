using System.Net.Http.Json;
using System.Text.Json;
using HtmxFlows.Tests.Web;

namespace HtmxFlows.Tests.Crash;

/// <summary>A sender that repeats a delivery after the server was killed finds the run that it started. Case 17 of the acceptance cases.</summary>
[Slow]
public sealed class WebhookKillTests : IDisposable
{
    const int Rounds = 4;

    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task However_often_the_server_is_killed_a_delivery_starts_one_run()
    {
        var workflow = "";
        var answered = new List<string>();
        for (var round = 0; round <= Rounds; round++)
        {
            await using var app = AppProcess.Launch(folder.Path);
            using var http = new HttpClient { BaseAddress = await app.Ready };
            if (round == 0)
                workflow = await Publish(http);
            // The call is on its way when the server is killed: before the commit, or after it and before the answer.
            var calls = Enumerable.Range(0, 40).Select(number => Call(http, $"delivery-{number}")).ToArray();
            if (round < Rounds)
            {
                await Task.WhenAny(calls);
                await app.Kill();
            }
            answered.AddRange((await Task.WhenAll(calls)).OfType<string>());
            if (round == Rounds)
                Assert.Equal(40, (await http.GetFromJsonAsync<JsonElement>($"/api/runs?workflow={workflow}", TestContext.Current.CancellationToken)).GetProperty("runs").GetArrayLength());
        }

        Assert.Equal(40, answered.Distinct().Count());
    }

    static async Task<string> Publish(HttpClient http)
    {
        using var made = await http.PostAsJsonAsync("/api/workflows", new { name = "Hook", flow = JsonSerializer.Deserialize<JsonElement>(App.Flow([App.Node("hook", "webhook", new { slug = "kill" })])) }, TestContext.Current.CancellationToken);
        return (await made.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).GetProperty("id").GetString()!;
    }

    /// <returns>The delivery and its run; null if the server was killed first.</returns>
    static async Task<string?> Call(HttpClient http, string delivery)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/hook/kill");
            request.Headers.Add("webhook-id", delivery);
            using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
            return $"{delivery} {(await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).GetProperty("run").GetString()}";
        }
        catch (Exception gone) when (gone is HttpRequestException or IOException)
        {
            return null;
        }
    }
}
