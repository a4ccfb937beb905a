using System.Text;

namespace HtmxFlows.Data;

/// <summary>The encodings of text by their names, as servers, documents and users write them.</summary>
public static class CharacterSet
{
    /// <summary>The encoding that a name stands for, or null if it is unknown. Upper and lower case are equal.</summary>
    /// <remarks>As in browsers, Latin-1 and ASCII are read as Windows-1252, which has all their letters, and quotes and dashes besides.</remarks>
    public static Encoding? Find(string name) => name.Trim(' ', '"', '\'').ToLowerInvariant() switch
    {
        "utf8" or "utf-8-sig" or "utf8mb4" => Encoding.UTF8,
        "utf16" or "utf16le" => Encoding.Unicode,
        "utf16be" => Encoding.BigEndianUnicode,
        "iso-8859-1" or "iso8859-1" or "iso_8859-1" or "latin1" or "latin-1" or "l1" or "us-ascii" or "ascii" or "ansi" => Named("windows-1252"),
        ['c', 'p', '1', '2', '5', var last] => Named($"windows-125{last}"),
        var known => Named(known),
    };

    /// <summary>The text of some bytes. A byte order mark overrides the encoding and is left out.</summary>
    public static string Read(byte[] bytes, Encoding encoding)
    {
        using var reader = new StreamReader(new MemoryStream(bytes), encoding, detectEncodingFromByteOrderMarks: true);
        return reader.ReadToEnd();
    }

    /// <summary>Why a setting names no encoding, in a sentence, or null. An empty setting is correct.</summary>
    public static string? FindProblem(string name) => name.Length == 0 || Find(name) is not null ? null
        : $"“{Excerpt.Of(name, 40)}” is not a known encoding. Use a name such as UTF-8, UTF-16, Windows-1252 or ISO-8859-2.";

    static Encoding? Named(string name)
    {
        try
        {
            return CodePagesEncodingProvider.Instance.GetEncoding(name) ?? Encoding.GetEncoding(name);
        }
        catch (Exception error) when (error is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }
}
