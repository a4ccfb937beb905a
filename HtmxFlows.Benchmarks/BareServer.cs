using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace HtmxFlows.Benchmarks;

/// <summary>
/// The least that Kestrel can do: a loop that writes the same bytes, in the same portions and at the same pace, to as many
/// viewers, and knows nothing of runs.
/// </summary>
static class BareServer
{
    public const string Argument = "bare-server";

    /// <param name="recording">A file with the answer that a viewer of the app got, as it was on the wire.</param>
    /// <param name="viewers">How many to wait for.</param>
    /// <param name="pace">The time between two portions, in milliseconds.</param>
    public static async Task<int> Serve(string recording, string viewers, string pace)
    {
        List<byte[]> portions = [.. Portions(await File.ReadAllBytesAsync(recording))];
        var count = int.Parse(viewers, CultureInfo.InvariantCulture);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var app = builder.Build();
        List<HttpResponse> open = [];
        var all = new TaskCompletionSource();
        var end = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        app.Run(async http =>
        {
            http.Features.Get<IHttpResponseBodyFeature>()!.DisableBuffering();
            http.Response.ContentType = "text/event-stream";
            await http.Response.Body.WriteAsync(":\n\n"u8.ToArray());
            lock (open)
            {
                open.Add(http.Response);
                if (open.Count == count)
                    all.SetResult();
            }
            await end.Task;
        });
        await app.StartAsync();
        Console.WriteLine($"The bare server is ready at {app.Urls.First()}");
        await all.Task;
        await Task.Delay(TimeSpan.FromSeconds(2));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(double.Parse(pace, CultureInfo.InvariantCulture)));
        foreach (var portion in portions)
        {
            await timer.WaitForNextTickAsync();
            foreach (var response in open)
                await response.Body.WriteAsync(portion);
        }
        end.SetResult();
        await app.StopAsync();
        return 0;
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
