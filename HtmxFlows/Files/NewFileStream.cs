using System.Security.Cryptography;
using HtmxFlows.Credentials;

namespace HtmxFlows.Files;

/// <summary>A file that is being written, up to the limit of a file. <see cref="FileStore.Keep"/> keeps it; disposing of one that is not kept deletes its bytes.</summary>
public sealed class NewFileStream : Stream
{
    readonly FileStream bytes;
    readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    readonly byte[] head = new byte[ImageType.HeadBytes];
    readonly string name, type;
    readonly long most;
    readonly SecretScan secrets;
    long size;
    FileValue? finished;

    /// <param name="path">Where the bytes are written.</param>
    /// <param name="most">The limit, in bytes.</param>
    /// <param name="secrets">What it must not contain.</param>
    internal NewFileStream(string path, string name, string type, long most, SecretScan secrets)
    {
        (Written, this.name, this.type, this.most, this.secrets) = (path, FileName.Safe(name), type, most, secrets);
        bytes = Attempt(() => new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Delete, bufferSize: 0));
    }

    /// <summary>The path of the bytes.</summary>
    internal string Written { get; }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    /// <summary>How many bytes are written.</summary>
    public override long Length => size;

    public override long Position { get => size; set => throw new NotSupportedException(); }

    /// <exception cref="FileException">The file exceeds the limit or contains a secret, or the disk does not take it.</exception>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        Count(buffer);
        try
        {
            bytes.Write(buffer);
        }
        catch (IOException error)
        {
            throw NotWritten(error);
        }
    }

    /// <inheritdoc cref="Write(ReadOnlySpan{byte})"/>
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Count(buffer.Span);
        try
        {
            await bytes.WriteAsync(buffer, cancellationToken);
        }
        catch (IOException error)
        {
            throw NotWritten(error);
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush() { }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    /// <summary>Ends the writing: the bytes are on the disk afterwards, and no longer open. Their name is not yet the final one.</summary>
    /// <exception cref="FileException">The disk does not take them.</exception>
    internal FileValue Finish() => finished ??= FinishOnce();

    FileValue FinishOnce()
    {
        Attempt(() =>
        {
            bytes.Flush(flushToDisk: true);
            bytes.Dispose();
            return true;
        });
        return new(Guid.NewGuid(), name, MediaType(), size, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    protected override void Dispose(bool disposing)
    {
        bytes.Dispose();
        hash.Dispose();
        File.Delete(Written);
        base.Dispose(disposing);
    }

    void Count(ReadOnlySpan<byte> buffer)
    {
        if (size + buffer.Length > most)
            throw new FileException($"The file “{name}” is larger than {most:N0} bytes, the limit. Use a smaller one, or raise the setting {FileLimits.Section}:{nameof(FileLimits.FileBytes)}.");
        if (secrets.Finds(buffer))
            throw new FileException($"The file “{name}” contains a secret, so it is not kept: everyone with access to the data folder can read files. Request it without the secret.");
        if (size < head.Length)
            buffer[..(int)Math.Min(buffer.Length, head.Length - size)].CopyTo(head.AsSpan((int)size));
        hash.AppendData(buffer);
        size += buffer.Length;
    }

    /// <summary>The given type, but that of an image only for the bytes of one.</summary>
    string MediaType() => ImageType.Of(head.AsSpan(0, (int)Math.Min(size, head.Length))) is { } image ? image : ImageType.IsShown(type) ? Files.MediaType.Unknown : type;

    static T Attempt<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw NotWritten(error);
        }
    }

    static FileException NotWritten(Exception error) => new($"The file cannot be written to the data folder: {error.Message} Free space on its disk, or give the server the right to write it.", error);
}
