using System.Net.Http.Json;
using System.Text.Json;
using HtmxFlows.Tests.Web;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace HtmxFlows.Tests.Crash;

/// <summary>A client of the Model Context Protocol whose server is killed in the middle of a call.</summary>
[Slow]
public sealed class McpKillTests : IDisposable
{
    readonly TemporaryFolder folder = new();

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("2025-11-25")]
    [InlineData("2026-07-28")]
    public async Task A_call_that_is_repeated_after_a_kill_gives_the_run_that_was_started(string generation)
    {
        string workflow, run;
        await using (var app = AppProcess.Launch(folder.Path))
        {
            using var http = new HttpClient { BaseAddress = await app.Ready };
            workflow = await Publish(http);
            await using var client = await Connect(http.BaseAddress, generation);
            var call = Call(client, "slow", []);
            run = await Started(http, workflow);
            await app.Kill();
            Assert.Null(await call);
        }

        await using var next = AppProcess.Launch(folder.Path);
        using var again = new HttpClient { BaseAddress = await next.Ready };
        await using var other = await Connect(again.BaseAddress, generation);
        var repeated = (await Call(other, "slow", []))!.StructuredContent!.Value;
        var asked = (await Call(other, "get_run", new() { ["run"] = run }))!;

        Assert.Equal((run, "completed", "done"), (repeated.GetProperty("run").GetString(), repeated.GetProperty("status").GetString(), repeated.GetProperty("result").GetString()));
        Assert.Equal("done", Assert.IsType<TextContentBlock>(Assert.Single(asked.Content)).Text);
        Assert.Equal(1, (await Runs(again, workflow)).GetArrayLength());
    }

    static async Task<string> Publish(HttpClient http)
    {
        var flow = App.Flow([App.Node("nap", "wait", new { seconds = "4" }), App.Template("say", "done")], "nap→say");
        using var made = await http.PostAsJsonAsync("/api/workflows", new { name = "slow", flow = JsonSerializer.Deserialize<JsonElement>(flow) }, Cancellation);
        var workflow = (await made.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("id").GetString()!;
        using var visitor = new Visitor(http.BaseAddress!);
        await visitor.Submit((await visitor.Open("/mcp")).One("main form"), new Dictionary<string, string> { ["name"] = "desk", ["workflows"] = workflow });
        return workflow;
    }

    /// <summary>The run of a workflow, once it is durable and its call is awaited.</summary>
    static async Task<string> Started(HttpClient http, string workflow)
    {
        await Eventually.True(async () => await Runs(http, workflow) is var runs && runs.GetArrayLength() == 1 && runs[0].GetProperty("status").GetString() == "waiting");
        return (await Runs(http, workflow))[0].GetProperty("id").GetString()!;
    }

    static async Task<JsonElement> Runs(HttpClient http, string workflow) => (await http.GetFromJsonAsync<JsonElement>($"/api/runs?workflow={workflow}", Cancellation)).GetProperty("runs");

    static async Task<McpClient> Connect(Uri app, string generation) => await McpClient.CreateAsync(
        new HttpClientTransport(new() { Endpoint = new(app, "/mcp/desk"), TransportMode = HttpTransportMode.StreamableHttp, MaxReconnectionAttempts = 0, AdditionalHeaders = new Dictionary<string, string> { ["Idempotency-Key"] = "the call of the client" } }),
        new() { ProtocolVersion = generation }, cancellationToken: Cancellation);

    /// <returns>Null if the server was killed first.</returns>
    static async Task<CallToolResult?> Call(McpClient client, string tool, Dictionary<string, object?> arguments)
    {
        try
        {
            return await client.CallToolAsync(tool, arguments, cancellationToken: Cancellation).AsTask().Soon();
        }
        catch (Exception gone) when (gone is HttpRequestException or IOException or ModelContextProtocol.McpException)
        {
            return null;
        }
    }
}
