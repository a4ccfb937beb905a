using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace HtmxFlows.Benchmarks;

/// <summary>Signed calls of a webhook, each with an id of its own: verified, deduplicated, with its run and delivery durable when it is answered.</summary>
static class WebhooksBenchmark
{
    const int Connections = 64, Calls = 20_000, Alone = 1_000;

    /// <summary>The calls after which the runtime has compiled what they use for good; until then, its compiler takes a quarter of the processor.</summary>
    const int WarmUp = 20_000;

    const double LeastPerSecond = 2_500, MostMilliseconds = 2;

    const string Secret = "a secret of the benchmark";

    static readonly string Body = JsonSerializer.Serialize(new { action = "opened", number = 7, repository = new { name = "flows", owner = "ada" }, text = new string('x', 400) });

    static readonly string Flow =
        """
        {"nodes": [
          {"id": "hook", "type": "webhook", "data": {"slug": "bench", "authentication": "github", "credential": "BENCH"}},
          {"id": "say", "type": "template", "data": {"template": "{{trigger.body.action}} {{trigger.body.number}}"}}],
         "edges": [{"id": "e1", "source": "hook", "target": "say"}]}
        """;

    public static async Task Run(Report report)
    {
        using var scratch = new Scratch();
        await using var server = await ServerProcess.StartApp(scratch.Path, isHooked: false, "--HtmxFlows:Secrets:BENCH", Secret);
        using (var http = new HttpClient { BaseAddress = server.Address })
            (await http.PostAsJsonAsync("/api/workflows", new { name = "Webhooks", flow = JsonSerializer.Deserialize<JsonElement>(Flow) })).EnsureSuccessStatusCode();
        await Together(server, 0, WarmUp);
        var cpu = server.Cpu;
        var begun = Stopwatch.GetTimestamp();
        await Together(server, WarmUp, Calls);
        var took = Stopwatch.GetElapsedTime(begun);
        report.AtLeast($"deliveries, {Connections} connections", Calls / took.TotalSeconds, "per second", LeastPerSecond);
        report.Line("  CPU of the server", (server.Cpu - cpu).TotalMilliseconds * 1000 / Calls, "µs per delivery");

        using var sender = new HookSender(server.Address);
        await sender.Connect();
        var number = WarmUp + Calls + 1;
        var samples = await Samples.Of(Alone, () => Send(sender, server, number++));
        report.AtMost("one at a time, median", samples.Median, "ms", MostMilliseconds);
        report.Line("  p99", samples.P99, "ms");
    }

    static async Task Together(ServerProcess server, int first, int count)
    {
        var next = first;
        await Task.WhenAll(Enumerable.Range(0, Connections).Select(async _ =>
        {
            using var sender = new HookSender(server.Address);
            await sender.Connect();
            for (var number = Interlocked.Increment(ref next); number <= first + count; number = Interlocked.Increment(ref next))
                await Send(sender, server, number);
        }));
    }

    static async Task Send(HookSender sender, ServerProcess server, int number)
    {
        if (await sender.Send(Request(server.Address, number)) is not 202 and var status)
            throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"A call was answered with {status}."));
    }

    static byte[] Request(Uri server, int number) => Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture,
        $"POST /hook/bench HTTP/1.1\r\nHost: {server.Authority}\r\nContent-Type: application/json\r\nX-GitHub-Event: issues\r\nX-GitHub-Delivery: bench-{number}\r\nX-Hub-Signature-256: sha256={Signature}\r\nContent-Length: {Encoding.UTF8.GetByteCount(Body)}\r\n\r\n{Body}"));

    static readonly string Signature = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes(Body)));
}
