using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace HtmxFlows.Benchmarks;

/// <summary>What a large file costs on its way through the server: the memory that it takes at its peak beside the server at rest, and the time.</summary>
static class FilesBenchmark
{
    const int Megabytes = 100, SmallMegabytes = 5;
    const double MostMegabytes = 64;

    public static async Task Run(Report report)
    {
        using var scratch = new Scratch();
        await using var peer = await StartPeer();
        Guid download, upload;
        using (var engine = new Engine(scratch.File("htmxflows.db")))
        {
            download = await engine.Add(Flows.Download(peer.Urls.First()));
            upload = await engine.Add(Flows.Upload(peer.Urls.First()));
        }
        await using var server = await ServerProcess.StartApp(scratch.Path, isHooked: true, "--Outbound:AllowedNetworks", "127.0.0.0/8");
        foreach (var (name, workflow) in new[] { ("a download", download), ("an upload", upload) })
        {
            using var visitor = await Visitor.Open(server.Address, workflow);
            // Code is compiled and buffers are made by a smaller one.
            await visitor.Watch(await visitor.Post($"{SmallMegabytes}"));
            var (before, _) = await server.Settle();
            var begun = Stopwatch.GetTimestamp();
            var peak = await server.PeakDuring(async () => await visitor.Watch(await visitor.Post($"{Megabytes}")));
            var seconds = Stopwatch.GetElapsedTime(begun).TotalSeconds;
            report.AtMost($"{name} of {Megabytes} MiB, memory more at its peak", (peak - before) / 1024.0 / 1024, "MiB", MostMegabytes);
            report.Line("  which takes", seconds, "s");
        }
    }

    /// <summary>Sends as many megabytes as the address says, and takes whatever is sent.</summary>
    static async Task<WebApplication> StartPeer()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0").ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = null);
        var app = builder.Build();
        app.Run(async http =>
        {
            if (HttpMethods.IsGet(http.Request.Method))
                await Send(http.Response, int.Parse(http.Request.Path.Value!.TrimStart('/'), System.Globalization.CultureInfo.InvariantCulture));
            else
                await http.Request.Body.CopyToAsync(Stream.Null);
        });
        await app.StartAsync();
        return app;
    }

    static async Task Send(HttpResponse response, int megabytes)
    {
        var random = new Random(megabytes);
        var bytes = new byte[1024 * 1024];
        response.ContentType = "application/octet-stream";
        response.ContentLength = (long)megabytes * bytes.Length;
        for (var sent = 0; sent < megabytes; sent++)
        {
            random.NextBytes(bytes);
            await response.Body.WriteAsync(bytes);
        }
    }
}
