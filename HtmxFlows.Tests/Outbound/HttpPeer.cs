using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;

namespace HtmxFlows.Tests.Outbound;

/// <summary>A request as the peer got it. Header names are in any case; the target is path and query.</summary>
sealed record PeerRequest(string Method, string Target, IReadOnlyDictionary<string, string> Headers, string Body);

/// <summary>
/// A real web server on loopback, at a port of its own. It records what it was asked and answers from a delegate, after the request
/// was read to its end (and can be read again), so that <see cref="Requests"/> is complete when the caller has its answer.
/// </summary>
sealed class HttpPeer : IAsyncDisposable
{
    readonly WebApplication app;
    readonly ConcurrentQueue<PeerRequest> requests = [];

    HttpPeer(RequestDelegate answer, X509Certificate2? certificate)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            if (certificate is not null) listen.UseHttps(Tls(certificate));
        }));
        if (certificate is not null) builder.WebHost.UseKestrelHttpsConfiguration();
        app = builder.Build();
        app.Run(async context =>
        {
            requests.Enqueue(await Record(context.Request));
            await answer(context);
        });
    }

    /// <summary>In the order of their arrival.</summary>
    public IReadOnlyList<PeerRequest> Requests => [.. requests];

    /// <summary><c>http://127.0.0.1:port/</c>, or https with a certificate.</summary>
    public Uri Url { get; private set; } = null!;

    public static async Task<HttpPeer> Start(RequestDelegate answer, X509Certificate2? certificate = null)
    {
        var peer = new HttpPeer(answer, certificate);
        await peer.app.StartAsync();
        var addresses = peer.app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        peer.Url = new Uri(addresses.Single());
        return peer;
    }

    /// <summary>A peer that answers every request with 200 and <paramref name="body"/>.</summary>
    public static Task<HttpPeer> Saying(string body) => Start(context => context.Response.WriteAsync(body));

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    // Offline: the peer itself must not go and look for the issuer of its certificate.
    static TlsHandshakeCallbackOptions Tls(X509Certificate2 certificate) => new()
    {
        OnConnection = _ => ValueTask.FromResult(new SslServerAuthenticationOptions
        {
            ServerCertificateContext = SslStreamCertificateContext.Create(certificate, additionalCertificates: null, offline: true),
        }),
    };

    static async Task<PeerRequest> Record(HttpRequest request)
    {
        request.EnableBuffering();
        using var reader = new StreamReader(request.Body, Encoding.UTF8, leaveOpen: true);
        var body = await reader.ReadToEndAsync(request.HttpContext.RequestAborted);
        request.Body.Position = 0;
        var headers = request.Headers.ToDictionary(pair => pair.Key, pair => pair.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        return new(request.Method, request.GetEncodedPathAndQuery(), headers, body);
    }
}
