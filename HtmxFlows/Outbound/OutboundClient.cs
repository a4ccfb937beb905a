namespace HtmxFlows.Outbound;

/// <summary>
/// The same door for libraries that speak HTTP themselves: requests go only where <see cref="AddressPolicy"/> lets them, redirects are not
/// followed, and no answer goes on for ever. It sets no time limit: whoever asks does.
/// </summary>
public sealed class OutboundClient(AddressPolicy policy, OutboundOptions options) : IDisposable
{
    // On a stream each word comes in a message of its own; whoever reads it counts what it holds.
    const int MessageToWord = 64;

    public HttpClient Http { get; } = new(new Bounded(OutboundHttp.Handler(policy, options), (long)MessageToWord * options.MaxResponseBytes)) { Timeout = Timeout.InfiniteTimeSpan };

    public void Dispose() => Http.Dispose();

    sealed class Bounded(HttpMessageHandler wire, long most) : DelegatingHandler(wire)
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var answer = await base.SendAsync(request, cancellationToken);
            var bounded = new StreamContent(new BoundedStream(await answer.Content.ReadAsStreamAsync(cancellationToken), most));
            foreach (var header in answer.Content.Headers)
                bounded.Headers.TryAddWithoutValidation(header.Key, header.Value);
            answer.Content = bounded;
            return answer;
        }
    }

    /// <summary>Reads as another stream does, and not more than so many bytes.</summary>
    sealed class BoundedStream(Stream source, long most) : Stream
    {
        readonly long limit = most;
        long left = most;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count) => Count(source.Read(buffer, offset, count));

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            Count(await source.ReadAsync(buffer, cancellationToken));

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override void Flush() { }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            source.Dispose();
            base.Dispose(disposing);
        }

        int Count(int read) => (left -= read) >= 0 ? read
            : throw new OutboundException($"The answer is longer than {limit:N0} bytes, the most that is read. Ask for less, or raise the setting {OutboundOptions.Section}:{nameof(OutboundOptions.MaxResponseBytes)}.");
    }
}
