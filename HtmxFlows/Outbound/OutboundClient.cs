using HtmxFlows.Data;

namespace HtmxFlows.Outbound;

/// <summary>
/// The same door for libraries that speak HTTP themselves: requests go only where <see cref="AddressPolicy"/> lets them, redirects are not
/// followed, and no response is endless. The caller sets the time limit.
/// </summary>
public sealed class OutboundClient(AddressPolicy policy, OutboundOptions options) : IDisposable
{
    // On a stream each word arrives in its own message; the reader counts what it keeps.
    const int MessageToWord = 64;

    public HttpClient Http { get; } = new(new Bounded(OutboundHttp.Handler(policy, options), (long)MessageToWord * options.MaxResponseBytes)) { Timeout = Timeout.InfiniteTimeSpan };

    public void Dispose() => Http.Dispose();

    sealed class Bounded(HttpMessageHandler wire, long most) : DelegatingHandler(wire)
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var answer = await base.SendAsync(request, cancellationToken);
            AnswerFraming.Check(answer);
            var bounded = new StreamContent(new BoundedStream(await answer.Content.ReadAsStreamAsync(cancellationToken), most, TooLong));
            foreach (var header in answer.Content.Headers)
                bounded.Headers.TryAddWithoutValidation(header.Key, header.Value);
            answer.Content = bounded;
            return answer;
        }

        OutboundException TooLong() =>
            new($"The response is longer than {most:N0} bytes, the limit. Request less, or raise the setting {OutboundOptions.Section}:{nameof(OutboundOptions.MaxResponseBytes)}.");
    }
}
