using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using HtmxFlows.Data;

namespace HtmxFlows.Nodes;

/// <summary>
/// The body of a model's answer as server-sent events of the OpenAI chat protocol, whatever the server sends: such events, some without an
/// empty line between them, JSON by lines, or one JSON document.
/// </summary>
sealed class ChatDialectStream(Stream body) : ReadStream
{
    /// <summary>The longest event or document, in bytes.</summary>
    const int Longest = 16 * 1024 * 1024;

    readonly PipeReader reader = PipeReader.Create(body);
    readonly StringBuilder data = new();
    ReadOnlyMemory<byte> ready;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (ready.IsEmpty)
        {
            if (await ReadLine(cancellationToken) is not { } line)
                return 0;
            Take(line.Trim('\uFEFF', '\r', ' ', '\t'));
        }
        var count = Math.Min(buffer.Length, ready.Length);
        ready[..count].CopyTo(buffer);
        ready = ready[count..];
        return count;
    }

    /// <summary>Adds a line to the event, and makes the event ready once its data is whole.</summary>
    void Take(string line)
    {
        const string Field = "data:";
        var text = line.StartsWith(Field, StringComparison.Ordinal) ? line[Field.Length..].TrimStart() : line.StartsWith('{') || data.Length > 0 ? line : "";
        if (text.Length == 0)
            return;
        data.Append(text).Append('\n');
        if (data.Length > Longest)
            throw TooLong();
        if (ChatDialect.Read(data.ToString(0, data.Length - 1)) is not { } chunk)
            return;
        data.Clear();
        ready = Encoding.UTF8.GetBytes($"{Field} {chunk}\n\n");
    }

    /// <summary>The next line without its end; null at the end of the body.</summary>
    async ValueTask<string?> ReadLine(CancellationToken cancellation)
    {
        while (true)
        {
            var read = await reader.ReadAsync(cancellation);
            var end = read.Buffer.PositionOf((byte)'\n');
            if (end is null && !read.IsCompleted && read.Buffer.Length <= Longest)
            {
                reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
                continue;
            }
            if (read.Buffer.Length > Longest && end is null)
                throw TooLong();
            var line = end is null && read.Buffer.IsEmpty ? null : Encoding.UTF8.GetString(end is { } at ? read.Buffer.Slice(0, at) : read.Buffer);
            reader.AdvanceTo(end is { } last ? read.Buffer.GetPosition(1, last) : read.Buffer.End);
            return line;
        }
    }

    static InvalidDataException TooLong() => new($"A part of the answer is longer than {Longest} bytes.");

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            body.Dispose();
        base.Dispose(disposing);
    }
}
