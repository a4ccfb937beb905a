using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json;

namespace HtmxFlows.Tests.Hostile;

/// <summary>The answer to a probe. The body of a stream is not read.</summary>
sealed record Reply(HttpStatusCode Status, string Body, Uri? Location, string? ContentType)
{
    public JsonElement Json => JsonElement.Parse(Body);
}

/// <summary>Sends malformed requests, and collects the answers that no server should give: a 500, none in time, a broken connection.</summary>
sealed class Probe : IDisposable
{
    // No request of these tests takes longer.
    static readonly TimeSpan LongestAnswer = TimeSpan.FromSeconds(30);

    static readonly string[] Streams = ["text/event-stream", "application/x-ndjson", "text/plain"];

    readonly HttpClient http;
    readonly ConcurrentQueue<string> faults = [];
    int sent;

    public Probe(Uri app, int connections = 8) => http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, MaxConnectionsPerServer = connections })
    {
        BaseAddress = app,
        Timeout = Timeout.InfiniteTimeSpan,
    };

    public IReadOnlyCollection<string> Faults => faults;

    /// <summary>How many requests were sent.</summary>
    public int Sent => sent;

    public void Report(string fault) => faults.Enqueue(fault);

    public Task<Reply?> Get(string what, string path) => Send(what, new(HttpMethod.Get, path));

    public Task<Reply?> Post(string what, string path, string body, string contentType = "application/json", string? prefer = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(Encoding.Latin1.GetBytes(body)) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        if (prefer is not null)
            request.Headers.Add("Prefer", prefer);
        return Send(what, request);
    }

    /// <param name="what">Names the request in a fault.</param>
    /// <param name="request">The request.</param>
    /// <returns>The answer; null if there was none, which is a fault.</returns>
    public async Task<Reply?> Send(string what, HttpRequestMessage request)
    {
        Interlocked.Increment(ref sent);
        var name = $"{what}: {request.Method} {Beginning(request.RequestUri!.OriginalString)}";
        var clock = Stopwatch.StartNew();
        using var late = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        late.CancelAfter(LongestAnswer);
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, late.Token);
            var type = response.Content.Headers.ContentType?.ToString();
            // A stream ends with its run, perhaps never.
            var body = IsStream(request, type) ? "" : await response.Content.ReadAsStringAsync(late.Token);
            if ((int)response.StatusCode >= 500 && response.StatusCode != HttpStatusCode.ServiceUnavailable)
                faults.Enqueue($"{name}: {(int)response.StatusCode}");
            return new(response.StatusCode, body, response.Headers.Location, type);
        }
        catch (OperationCanceledException) when (!TestContext.Current.CancellationToken.IsCancellationRequested)
        {
            faults.Enqueue($"{name}: no answer after {clock.Elapsed.TotalSeconds:0.0} s");
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            faults.Enqueue($"{name}: {error.Message} {error.InnerException?.Message}");
        }
        return null;
    }

    public void Dispose() => http.Dispose();

    static bool IsStream(HttpRequestMessage request, string? type) =>
        type is not null && Streams.Any(stream => type.StartsWith(stream, StringComparison.OrdinalIgnoreCase)) || request.RequestUri!.OriginalString.Split('?')[0].EndsWith("/log", StringComparison.OrdinalIgnoreCase);

    static string Beginning(string text) => text.Length <= 120 ? text : $"{text[..120]}…";
}
