namespace HtmxFlows.Scripts;

/// <summary>Reads lines of bytes from a pipe, without their ends.</summary>
/// <param name="longest">The longest line, in bytes.</param>
sealed class LineReader(Stream stream, int longest)
{
    byte[] buffer = new byte[4096];
    int start, end;

    /// <summary>The next line, valid until the next call; null at the end of the stream.</summary>
    /// <exception cref="InvalidDataException">A line is too long.</exception>
    public ReadOnlyMemory<byte>? Read()
    {
        for (var searched = start; ;)
        {
            if (buffer.AsSpan(searched..end).IndexOf((byte)'\n') is >= 0 and var found)
            {
                var line = buffer.AsMemory(start..(searched + found));
                start = searched + found + 1;
                return line;
            }
            searched = end - start;
            MakeRoom();
            var count = stream.Read(buffer, end, buffer.Length - end);
            if (count == 0)
                return null;
            end += count;
        }
    }

    /// <summary>Moves what is unread to the front, and doubles the buffer if it is full.</summary>
    void MakeRoom()
    {
        buffer.AsSpan(start..end).CopyTo(buffer);
        (start, end) = (0, end - start);
        if (end < buffer.Length)
            return;
        if (buffer.Length > longest)
            throw new InvalidDataException($"A line is longer than {longest} bytes.");
        Array.Resize(ref buffer, buffer.Length * 2);
    }
}
