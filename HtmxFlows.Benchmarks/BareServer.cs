using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace HtmxFlows.Benchmarks;

/// <summary>The least that Kestrel can do: open streams, and a loop that writes the same bytes to each of them. It knows nothing of runs.</summary>
sealed class BareServer
{
    public const string Argument = "bare-server";

    static readonly TimeSpan Lead = TimeSpan.FromSeconds(3);

    readonly List<HttpResponse> open = [];
    readonly TaskCompletionSource end = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Holds streams open.</summary>
    public static async Task<int> Hold()
    {
        await using var app = await new BareServer().Start();
        await Task.Delay(Timeout.Infinite);
        return 0;
    }

    /// <summary>Waits for the viewers, and sends them what a viewer of the app got, in the same portions.</summary>
    /// <param name="recording">A file with the answer of the app as it was on the wire.</param>
    /// <param name="viewers">How many to wait for.</param>
    /// <param name="pace">The time between two portions, in milliseconds.</param>
    public static async Task<int> Send(string recording, string viewers, string pace)
    {
        List<(byte[] Bytes, List<long> Events)> portions = [.. Portions(await File.ReadAllBytesAsync(recording)).Select(bytes => (bytes, Events(bytes)))];
        var server = new BareServer();
        await using var app = await server.Start();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(int.Parse(pace, CultureInfo.InvariantCulture)));
        while (server.Count < int.Parse(viewers, CultureInfo.InvariantCulture))
            await timer.WaitForNextTickAsync();
        await Task.Delay(Lead);
        foreach (var (bytes, events) in portions)
        {
            await timer.WaitForNextTickAsync();
            Moments.Note(Guid.Empty, events);
            foreach (var response in server.open)
                await response.Body.WriteAsync(bytes);
        }
        server.end.SetResult();
        // It is asked when what was sent, and is killed then.
        await Task.Delay(Timeout.Infinite);
        return 0;
    }

    int Count
    {
        get
        {
            lock (open)
                return open.Count;
        }
    }

    async Task<WebApplication> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.Run(Stream);
        await app.StartAsync();
        Console.WriteLine($"The bare server is ready at {app.Urls.First()}");
        return app;
    }

    async Task Stream(HttpContext http)
    {
        http.Features.Get<IHttpResponseBodyFeature>()!.DisableBuffering();
        http.Response.ContentType = "text/event-stream";
        await http.Response.Body.WriteAsync(":\n\n"u8.ToArray());
        lock (open)
            open.Add(http.Response);
        await end.Task;
    }

    static List<long> Events(byte[] portion)
    {
        List<long> events = [];
        Viewer.Scan([(byte)'\n', .. portion], events.Add);
        return events;
    }

    /// <summary>The chunks of a chunked HTTP answer: what the server wrote at a time.</summary>
    static IEnumerable<byte[]> Portions(byte[] answer)
    {
        var at = answer.AsSpan().IndexOf("\r\n\r\n"u8) + 4;
        while (true)
        {
            var line = answer.AsSpan(at).IndexOf("\r\n"u8);
            var length = int.Parse(Encoding.ASCII.GetString(answer, at, line), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            if (length == 0)
                yield break;
            at += line + 2;
            yield return answer[at..(at + length)];
            at += length + 2;
        }
    }
}
