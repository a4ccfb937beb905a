using System.IO.Compression;
using System.Text;
using HtmxFlows.Expressions;
using HtmxFlows.Nodes;

namespace HtmxFlows.Tests.Nodes;

/// <summary>Archives as bytes, whole and damaged in every way.</summary>
public sealed class ZipReaderTests
{
    [Fact]
    public void Entries_are_listed_and_read()
    {
        using var zip = Open(Zips.Of(("a.txt", "hello"), ("folder/b.txt", ""), ("folder/", "")));
        Assert.Equal(["a.txt 5", "folder/b.txt 0", "folder/ 0"], zip.Entries.Select(entry => $"{entry.Path} {entry.Size}"));
        Assert.Equal((true, "hello"), (zip.Entries[2].IsFolder, Read(zip, 0)));
    }

    [Fact]
    public void Bytes_before_an_archive_move_it() => Assert.Equal("hello", Read(Open([.. "#!/bin/sh\n"u8, .. Zips.Of(("a.txt", "hello"))]), 0));

    [Fact]
    public void A_stored_entry_is_read()
    {
        using var bytes = new MemoryStream();
        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var entry = archive.CreateEntry("a", CompressionLevel.NoCompression).Open();
            entry.Write("stored"u8);
        }
        Assert.Equal("stored", Read(Open(bytes.ToArray()), 0));
    }

    [Theory]
    [InlineData(8, 1, "“a.txt” is encrypted.")]
    [InlineData(10, 12, "“a.txt” is compressed by method 12, which is not supported.")]
    [InlineData(16, 0, "“a.txt” in the archive is damaged.")]
    [InlineData(24, 4, "“a.txt” in the archive is damaged.")]
    [InlineData(24, 6, "“a.txt” in the archive is damaged.")]
    [InlineData(27, 0x7F, "“a.txt” in the archive is damaged.")]
    [InlineData(23, 0x7F, "The archive is damaged: its directory does not fit its content.")]
    [InlineData(45, 0x7F, "The archive is damaged: its directory does not fit its content.")]
    public void A_directory_that_lies_is_a_sentence(int at, byte value, string message)
    {
        var bytes = Zips.Of(("a.txt", "hello"));
        bytes[Zips.Directory(bytes) + at] = value;
        Assert.StartsWith(message, Assert.Throws<NodeException>(() => Read(Open(bytes), 0)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0xFF, 0x7F, "The archive has 32,767 entries; the limit is 10,000")]
    [InlineData(2, 0, "The archive is damaged")]
    public void A_number_of_entries_that_lies_is_a_sentence(byte low, byte high, string message)
    {
        var bytes = Zips.Of(("a.txt", "hello"));
        (bytes[^12], bytes[^11]) = (low, high);
        Assert.StartsWith(message, Assert.Throws<NodeException>(() => Open(bytes)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Too_many_entries_are_refused_before_they_are_read()
    {
        var bytes = Zips.Of([.. Enumerable.Range(0, ZipDirectory.MostEntries + 1).Select(number => ($"{number}", ""))]);
        Assert.StartsWith("The archive has 10,001 entries", Assert.Throws<NodeException>(() => Open(bytes)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_archive_that_is_cut_off_anywhere_is_a_sentence()
    {
        var bytes = Zips.Of(("a.txt", "hello"), ("b.txt", "world"));
        for (var length = 0; length < bytes.Length; length++)
            Assert.Throws<NodeException>(() => ReadAll(bytes[..length]));
    }

    [Fact]
    public void Random_damage_is_a_sentence_or_harmless()
    {
        var bytes = Zips.Of(("a.txt", "hello hello hello"), ("b.txt", "world"));
        var random = new Random(1);
        for (var round = 0; round < 5000; round++)
        {
            byte[] damaged = [.. bytes];
            for (var i = random.Next(1, 4); i > 0; i--)
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            if (Record.Exception(() => ReadAll(damaged)) is { } error)
                Assert.IsType<NodeException>(error);
        }
    }

    static ZipReader Open(byte[] bytes) => new(new MemoryStream(bytes));

    static string Read(ZipReader zip, int entry)
    {
        using var reader = new StreamReader(zip.Open(zip.Entries[entry]), Encoding.UTF8);
        return reader.ReadToEnd();
    }

    static void ReadAll(byte[] bytes)
    {
        using var zip = Open(bytes);
        for (var entry = 0; entry < zip.Entries.Count; entry++)
            Read(zip, entry);
    }
}
