using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace HtmxFlows.Outbound;

/// <summary>
/// The one door out: everything that the product sends over HTTP goes through it. It keeps nothing from one request to the next but
/// idle connections (cookies live as long as the redirects of one request), and goes only where <see cref="AddressPolicy"/> lets it.
/// </summary>
public sealed class OutboundHttp(AddressPolicy policy, OutboundOptions options, TimeProvider time) : IDisposable
{
    public const int MaxRedirects = 5;

    const int MaxConnectionsPerServer = 128;
    const int MaxHeaderKilobytes = 64;

    // Without it a gzip, deflate or Brotli body that stops half-way passes for a whole one.
    static OutboundHttp() => AppContext.SetSwitch("System.IO.Compression.UseStrictValidation", true);

    readonly HttpMessageInvoker wire = new(Handler(policy, options));

    /// <summary>Sends a request, follows redirects, and reads the answer to its end. An answer of any status is an answer.</summary>
    /// <exception cref="OutboundException">There was no whole answer, or the request cannot be sent; the message is for people.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="stop"/> was cancelled.</exception>
    public async Task<OutboundResponse> Send(OutboundRequest request, CancellationToken stop)
    {
        using var deadline = new CancellationTokenSource(request.Timeout ?? options.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, deadline.Token);
        var hop = request;
        var cookies = new RedirectCookies();
        for (var redirects = 0; redirects <= MaxRedirects; redirects++)
        {
            try
            {
                var (answer, next) = await Exchange(hop, cookies, either.Token);
                if (answer is not null) return answer;
                hop = next!;
            }
            catch (Exception error) when (error is OutboundException or OperationCanceledException or HttpRequestException or IOException)
            {
                stop.ThrowIfCancellationRequested();
                var late = deadline.IsCancellationRequested && error is not OutboundException;
                throw Failure(request, hop, late ? TooLate(request) : Reason(error), error);
            }
        }

        throw Failure(request, hop, $"That was redirect number {MaxRedirects + 1}, one too many. Call the final address directly.");
    }

    public void Dispose() => wire.Dispose();

    async Task<(OutboundResponse? Answer, OutboundRequest? Next)> Exchange(OutboundRequest hop, RedirectCookies cookies, CancellationToken stop)
    {
        hop.RefuseUnbound();
        using var message = OutboundMessage.From(cookies.AddTo(hop));
        using var answer = await wire.SendAsync(message, stop);
        AnswerFraming.Check(answer);
        if (hop.FollowsRedirects && Redirect.Next(hop, answer) is { } next)
        {
            cookies.Keep(hop.Url, answer);
            return (null, next);
        }

        return (await OutboundResponse.Read(answer, hop.Url, options.MaxResponseBytes, hop.Download, stop), null);
    }

    static OutboundException Failure(OutboundRequest request, OutboundRequest hop, string reason, Exception? error = null)
    {
        var tried = $"{request.Method} {OutboundUrl.Show(request.Url)}";
        var redirected = ReferenceEquals(request, hop) ? "" : $", redirected to {OutboundUrl.Show(hop.Url)},";
        return new($"{tried}{redirected} failed. {reason}", error);
    }

    string TooLate(OutboundRequest request) =>
        $"No complete response arrived within {Seconds(request.Timeout ?? options.Timeout)}. Raise the time-out, or request less.";

    static string Seconds(TimeSpan span) => $"{span.TotalSeconds:0.###} s";

    string Reason(Exception error) => error switch
    {
        OutboundException => error.Message,
        { InnerException: OutboundException inner } => inner.Message,
        OperationCanceledException =>
            $"No connection within {Seconds(options.ConnectTimeout)}. Check the address, and whether the server supports TLS.",
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } =>
            $"The secure connection failed: {error.GetBaseException().Message} "
            + "Check the server's certificate, and whether it supports TLS.",
        _ => $"The connection was lost, or the response was not HTTP: {error.GetBaseException().Message} Check that a web server runs there.",
    };

    internal static SocketsHttpHandler Handler(AddressPolicy policy, OutboundOptions options) => new()
    {
        // HTTP/3 would go round the connect callback, as would a proxy; the messages ask for HTTP/1.1, so the first cannot happen.
        ConnectCallback = new OutboundConnector(policy, options.ConnectTimeout).Connect,
        UseProxy = false,
        AllowAutoRedirect = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.GZip | DecompressionMethods.Deflate | DecompressionMethods.Brotli,
        ConnectTimeout = options.ConnectTimeout,
        MaxConnectionsPerServer = MaxConnectionsPerServer,
        MaxResponseHeadersLength = MaxHeaderKilobytes,
        // A name that moves to another address is followed within this time.
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        // What is sent is what the request says: no trace headers with our ids.
        ActivityHeadersPropagator = null,
        SslOptions = new SslClientAuthenticationOptions
        {
            // A server's certificate can name an address to fetch the missing issuer from, and that fetch would be a second door.
            CertificateChainPolicy = new X509ChainPolicy
            {
                DisableCertificateDownloads = true,
                RevocationMode = X509RevocationMode.NoCheck,
            },
        },
    };
}
