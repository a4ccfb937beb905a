using System.Net;
using System.Text;
using System.Text.Json;
using HtmxFlows.Tests.Api;
using HtmxFlows.Tests.Web;
using HtmxFlows.Triggers;

namespace HtmxFlows.Tests.Triggers;

/// <summary>An app with secrets for webhooks, small bodies and short waits, and calls as other programs make them.</summary>
public sealed class Hooks : IAsyncDisposable
{
    public const string Secret = "It's a Secret to Everybody";

    public const int BodyBytes = 10_000;

    readonly Lazy<HttpClient> http;

    public Hooks() => http = new(() => new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, MaxConnectionsPerServer = 64 }) { BaseAddress = App.Address });

    internal App App { get; } = new("Production",
        ("HtmxFlows:Secrets:GITHUB", Secret), ("HtmxFlows:Secrets:ROTATED", "the new secret"), ("HtmxFlows:Secrets:ROTATED_previous", "the old secret"), ("HtmxFlows:Secrets:LOGIN", "ü:pä:ss"),
        ("HtmxFlows:Triggers:BodyBytes", $"{BodyBytes}"), ("HtmxFlows:Triggers:WaitSeconds", "1"));

    /// <summary>Publishes a workflow of a webhook, called <c>hook</c>, and further nodes behind it.</summary>
    /// <param name="configuration">Anything that becomes the configuration of the webhook.</param>
    internal Task<Guid> Make(object configuration, string[]? nodes = null, params string[] edges) =>
        App.Make($"Hook {Guid.NewGuid():N}", [App.Node("hook", "webhook", configuration), .. nodes ?? []], edges);

    /// <summary>Sends a call.</summary>
    /// <param name="call">Method and path behind <c>/hook/</c>: <c>POST orders</c>.</param>
    /// <param name="body">A text is sent as it is, content too, anything else as JSON; null is no body.</param>
    internal async Task<Page> Call(string call, object? body = null, params (string Name, string Value)[] headers)
    {
        using var request = ApiCalls.Request(call.Replace(" ", " /hook/", StringComparison.Ordinal), body, headers);
        using var response = await http.Value.SendAsync(request, TestContext.Current.CancellationToken);
        return new(call, null, response, await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>What the run of an answer was started with.</summary>
    internal async Task<JsonElement> DataOf(Page answer)
    {
        Assert.Equal(HttpStatusCode.Accepted, answer.Status);
        using var visitor = App.Visit();
        return (await visitor.Call($"GET /api/runs/{answer.Json().Text("run")}/events")).Json()[0].GetProperty("firedData");
    }

    /// <summary>The calls that are listed, newest first.</summary>
    internal IReadOnlyList<Delivery> Deliveries(Guid workflow) => App.Get<Deliveries>().List(workflow);

    /// <summary>How many runs a workflow has.</summary>
    internal async Task<int> Runs(Guid workflow)
    {
        using var visitor = App.Visit();
        return (await visitor.Call($"GET /api/runs?workflow={workflow}")).Json().GetProperty("runs").GetArrayLength();
    }

    /// <summary>A slug of its own.</summary>
    internal static string Slug() => $"s{Guid.NewGuid():N}";

    internal static HttpContent Bytes(byte[] bytes, string type)
    {
        var content = new ByteArrayContent(bytes);
        content.Headers.ContentType = System.Net.Http.Headers.MediaTypeHeaderValue.Parse(type);
        return content;
    }

    internal static string Sign(string body, string secret = Secret) => $"sha256={Convert.ToHexStringLower(System.Security.Cryptography.HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(body)))}";

    public async ValueTask DisposeAsync()
    {
        if (http.IsValueCreated)
            http.Value.Dispose();
        await App.DisposeAsync();
    }
}
