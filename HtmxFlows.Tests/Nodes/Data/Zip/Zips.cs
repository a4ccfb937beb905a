using System.IO.Compression;
using System.Text;

namespace HtmxFlows.Tests.Nodes;

/// <summary>Zip archives for tests.</summary>
static class Zips
{
    public static byte[] Of(params (string Path, string Content)[] entries)
    {
        using var bytes = new MemoryStream();
        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (path, content) in entries)
            {
                using var entry = archive.CreateEntry(path, CompressionLevel.SmallestSize).Open();
                entry.Write(Encoding.UTF8.GetBytes(content));
            }
        }
        return bytes.ToArray();
    }

    /// <summary>Where the directory begins.</summary>
    public static int Directory(ReadOnlySpan<byte> archive) => archive.LastIndexOf("PK\u0001\u0002"u8);

    /// <summary>A node that makes a file of bytes.</summary>
    public static string File(string id, byte[] bytes, string name = "archive.zip") =>
        $$"""{{id}} file {"operation": "from-base64", "value": "{{Convert.ToBase64String(bytes)}}", "fileName": "{{name}}"}""";
}
