namespace HtmxFlows.Files;

/// <summary>The images that pages show inline. Their types are read from the bytes; no name or header is believed.</summary>
static class ImageType
{
    /// <summary>How many bytes from the beginning of a file tell its type.</summary>
    public const int HeadBytes = 32;

    const string Png = "image/png", Jpeg = "image/jpeg", Gif = "image/gif", WebP = "image/webp";

    static ReadOnlySpan<byte> PngSignature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    public static bool IsShown(string type) => type is Png or Jpeg or Gif or WebP;

    /// <summary>The type of an image by the first bytes of its file; null for everything else.</summary>
    public static string? Of(ReadOnlySpan<byte> head) =>
        IsPng(head) ? Png
        : head is [0xFF, 0xD8, 0xFF, >= 0xC0 and not 0xFF, ..] ? Jpeg
        : head.StartsWith("GIF87a"u8) || head.StartsWith("GIF89a"u8) ? Gif
        : IsWebP(head) ? WebP
        : null;

    static bool IsPng(ReadOnlySpan<byte> head) => head.StartsWith(PngSignature) && head.Length >= 16 && head[12..].StartsWith("IHDR"u8);

    static bool IsWebP(ReadOnlySpan<byte> head) => head.Length >= 16 && head.StartsWith("RIFF"u8) && head[8..].StartsWith("WEBPVP8"u8);
}
