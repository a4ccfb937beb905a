using System.Net;

namespace HtmxFlows.Outbound;

/// <summary>The door for libraries that send whole requests and read whole answers, as their client's handler.</summary>
/// <param name="send">Sends a request, with what belongs to it beside.</param>
sealed class OutboundHandler(Func<OutboundRequest, CancellationToken, Task<OutboundResponse>> send) : HttpMessageHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var answer = await send(
            new(request.Method, request.RequestUri!)
            {
                Headers = [.. request.Headers.Select(header => new OutboundHeader(header.Key, string.Join(", ", header.Value)))],
                Body = request.Content is null ? null : await request.Content.ReadAsByteArrayAsync(cancellationToken),
                ContentType = request.Content?.Headers.ContentType?.ToString(),
                FollowsRedirects = false,
            },
            cancellationToken);
        var response = new HttpResponseMessage((HttpStatusCode)answer.Status) { RequestMessage = request, ReasonPhrase = answer.Reason, Content = new ByteArrayContent(answer.Body) };
        foreach (var (name, value) in answer.Headers.Where(header => !header.Key.Equals("Content-Length", StringComparison.OrdinalIgnoreCase)))
        {
            if (!response.Headers.TryAddWithoutValidation(name, value))
                response.Content.Headers.TryAddWithoutValidation(name, value);
        }
        return response;
    }
}
