using System.Xml;
using HtmxFlows.Expressions;

namespace HtmxFlows.Nodes;

/// <summary>The XML parts of an .xlsx file, a zip archive. They are read one after another and never whole.</summary>
sealed class XlsxParts(Stream file) : IDisposable
{
    /// <summary>The longest part, in characters after unpacking.</summary>
    public const int LongestPart = 256 * 1024 * 1024;

    /// <summary>The longest text of a cell, in characters. Spreadsheets themselves allow 32,767.</summary>
    public const int LongestText = 100_000;

    static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        MaxCharactersInDocument = LongestPart,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        CloseInput = true,
    };

    readonly ZipReader zip = Open(file);

    /// <summary>The reader of a part; null if there is no such part.</summary>
    public XmlReader? Find(string path) =>
        zip.Entries.FirstOrDefault(entry => entry.Path.Equals(path, StringComparison.OrdinalIgnoreCase)) is { } entry ? XmlReader.Create(zip.Open(entry), Settings) : null;

    /// <summary>The elements of a part by their local names, since writers differ in prefixes and namespaces.</summary>
    public IEnumerable<XmlReader> Elements(string path)
    {
        using var reader = Find(path);
        while (reader?.Read() == true)
        {
            if (reader.NodeType == XmlNodeType.Element)
                yield return reader;
        }
    }

    public void Dispose() => zip.Dispose();

    static ZipReader Open(Stream file)
    {
        Span<byte> head = stackalloc byte[4];
        // Encrypted .xlsx files have the form of old ones.
        if (file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) == head.Length && head.SequenceEqual((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0]))
            throw new NodeException("The file is an old .xls file or has a password, and neither can be read. Save it as .xlsx without a password.");
        return new(file);
    }
}
