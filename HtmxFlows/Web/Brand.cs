using System.Security.Cryptography;
using System.Text;
using HtmxFlows.Data;
using HtmxFlows.Files;

namespace HtmxFlows.Web;

/// <summary>The look of the pages for people outside: public forms and chats, approvals, sign-in. It is read once, when the server starts.</summary>
public sealed class Brand
{
    /// <summary>The largest logo, in bytes.</summary>
    public const int LargestLogo = 256 * 1024;

    // The darkest ground of text in light pages, and the lightest in dark ones: --sunken and --surface in app.css.
    internal static readonly Colour LightGround = new(0xee, 0xf0, 0xf4), DarkGround = new(0x1c, 0x20, 0x27);

    /// <exception cref="SettingException">The logo or the colour cannot be used.</exception>
    public Brand(BrandOptions options)
    {
        (Name, Footer) = (options.Name.Length > 0 ? options.Name : "HtmxFlows", options.Footer);
        Logo = options.Logo.Length > 0 ? Read(options.Logo) : null;
        StyleSheet = options.Accent.Length > 0 ? SheetOf(Colour.Parse(options.Accent) ?? throw new SettingException($"{BrandOptions.Section}:Accent is “{options.Accent}”, but it must be a colour such as #b3261e.")) : null;
        Version = Convert.ToHexStringLower(SHA256.HashData([.. Logo?.Bytes ?? [], .. Encoding.UTF8.GetBytes(StyleSheet ?? "")]).AsSpan(0, 6));
    }

    public string Name { get; }

    /// <summary>Markdown; empty without one.</summary>
    public string Footer { get; }

    /// <summary>The image and its media type; null without one.</summary>
    public (byte[] Bytes, string Type)? Logo { get; }

    /// <summary>The colours as a style sheet; null without one. Each is legible: text on buttons is black or white, and links are darkened or lightened as far as they need.</summary>
    public string? StyleSheet { get; }

    /// <summary>Changes with the logo and the style sheet, so that browsers may keep them.</summary>
    public string Version { get; }

    static (byte[], string) Read(string path)
    {
        try
        {
            var file = new FileInfo(path);
            if (file.Length > LargestLogo)
                throw new SettingException($"{BrandOptions.Section}:Logo has {file.Length:N0} bytes, but it may have {LargestLogo:N0}. Use a smaller image.");
            var bytes = File.ReadAllBytes(path);
            return ImageType.Of(bytes.AsSpan(0, Math.Min(bytes.Length, ImageType.HeadBytes))) is { } type ? (bytes, type)
                : throw new SettingException($"{BrandOptions.Section}:Logo is no PNG, JPEG, GIF or WebP image.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new SettingException($"{BrandOptions.Section}:Logo cannot be read: {error.Message}");
        }
    }

    static string SheetOf(Colour accent)
    {
        var isDark = accent.ContrastWith(Colour.White) >= Colour.LegibleContrast;
        var (light, dark) = (accent.LegibleOn(LightGround, Colour.Black), accent.LegibleOn(DarkGround, Colour.White));
        return $$"""
            :root { --accent: light-dark({{light}}, {{dark}}); --accent-ground: {{accent}}; --on-accent: {{(isDark ? Colour.White : Colour.Black)}}; --busy: var(--accent); --focus: var(--accent); }
            .primary:hover { background: color-mix(in oklab, var(--accent-ground), {{(isDark ? "black" : "white")}} 12%); }
            .message.person { background: color-mix(in oklab, var(--accent-ground) 12%, var(--surface)); }

            """;
    }
}
