using System.Net;
using System.Security.Cryptography.X509Certificates;
using HtmxFlows.Tests.Outbound;
using HtmxFlows.Tests.Web;

namespace HtmxFlows.Tests.Proxies;

/// <summary>A way to the app: through a proxy, or directly by TLS. Disposing of it stops the parts that it started.</summary>
sealed class Way(Uri address, params IAsyncDisposable[] parts) : IAsyncDisposable
{
    public const string NginxOfReadme = "nginx with TLS and HTTP/2, as the README has it", CaddyOfReadme = "Caddy with TLS and HTTP/2, as the README has it";

    /// <summary>All ways by name, each from the address of an app; a way that needs other settings starts its own app.</summary>
    public static IReadOnlyDictionary<string, Func<Uri, Task<Way>>> All { get; } = new Dictionary<string, Func<Uri, Task<Way>>>
    {
        ["nginx as it comes"] = app => Nginx(app),
        [NginxOfReadme] = app => ThroughTls(Proxy.Nginx(here => FromReadme(here, app))),
        ["nginx under a path, as the README has it"] = _ => UnderPath(),
        [CaddyOfReadme] = app => ThroughTls(Proxy.Caddy(here => Readme.Snippet("caddyfile")
            .With("flows.example.com {", $"https://127.0.0.1:{here.Port} {{\n    tls {here.Folder}/flows.crt {here.Folder}/flows.key")
            .With("127.0.0.1:5000", app.Authority))),
        ["TLS and HTTP/2 without a proxy"] = _ => Straight(),
    };

    public Uri Address { get; } = address;

    /// <summary>The protocol of this way, in the browser's words.</summary>
    public string Protocol => IsTls ? "h2" : "http/1.1";

    bool IsTls => Address.Scheme == Uri.UriSchemeHttps;

    /// <summary>nginx with the fewest settings.</summary>
    /// <param name="settings">Further lines of its server.</param>
    public static async Task<Way> Nginx(Uri app, string settings = "")
    {
        var proxy = await Proxy.Nginx(here => $$"""
            server {
                listen 127.0.0.1:{{here.Port}};
                {{settings}}
                location / { proxy_pass {{app.GetLeftPart(UriPartial.Authority)}}; }
            }
            """);
        return new(proxy.Url("http"), proxy);
    }

    public Visitor Visit() => IsTls ? new(Address, new SecondVersion { InnerHandler = Trusting() }) : new(Address);

    public async ValueTask DisposeAsync()
    {
        foreach (var part in parts)
            await part.DisposeAsync();
    }

    static string FromReadme(Ground here, Uri app) => Readme.Snippet("nginx")
        .With("listen 443 ", $"listen 127.0.0.1:{here.Port} ")
        .With("/etc/ssl/", $"{here.Folder}/")
        .With("http://127.0.0.1:5000", app.GetLeftPart(UriPartial.Authority));

    static async Task<Way> ThroughTls(Task<Proxy> proxy) => new((await proxy).Url("https"), await proxy);

    static async Task<Way> UnderPath()
    {
        var app = new App("Production", ("PathBase", "/flows"));
        var proxy = await Proxy.Nginx(here => FromReadme(here, app.Address).With("location / {", "location /flows/ {"));
        return new(new(proxy.Url("https"), "flows/"), proxy, app);
    }

    static async Task<Way> Straight()
    {
        var folder = new TemporaryFolder();
        var (certificate, key) = Certificates.WriteOfThisMachine(folder.Path);
        var app = AppProcess.Launch(folder.Path, 0, "HtmxFlows:Synchronous=NORMAL", AppProcess.CallsPeers, "Kestrel:Endpoints:Tls:Url=https://127.0.0.1:0",
            $"Kestrel:Endpoints:Tls:Certificate:Path={certificate}", $"Kestrel:Endpoints:Tls:Certificate:KeyPath={key}");
        return new(await app.Ready, app, folder);
    }

    static SocketsHttpHandler Trusting()
    {
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false };
        handler.SslOptions.RemoteCertificateValidationCallback = (_, shown, _, _) => shown is X509Certificate2 certificate && certificate.Thumbprint == Certificates.OfThisMachine.Thumbprint;
        return handler;
    }

    /// <summary>Speaks HTTP/2 or not at all.</summary>
    sealed class SecondVersion : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            (request.Version, request.VersionPolicy) = (HttpVersion.Version20, HttpVersionPolicy.RequestVersionExact);
            return base.SendAsync(request, cancellationToken);
        }
    }
}
