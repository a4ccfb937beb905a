using System.Globalization;

namespace HtmxFlows.Web;

/// <summary>A colour of sRGB, and how well one is legible on another (WCAG 2.2, “contrast ratio”).</summary>
readonly record struct Colour(byte Red, byte Green, byte Blue)
{
    /// <summary>What text needs beside its ground.</summary>
    public const double LegibleContrast = 4.5;

    public static Colour White { get; } = new(255, 255, 255);

    public static Colour Black { get; } = new(0, 0, 0);

    /// <summary>The colour of a text such as <c>#b3261e</c>; null for any other.</summary>
    public static Colour? Parse(string text) => text.Length == 7 && text[0] == '#' && int.TryParse(text.AsSpan(1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number)
        ? new((byte)(number >> 16), (byte)(number >> 8), (byte)number) : null;

    public double ContrastWith(Colour other)
    {
        var (one, two) = (Luminance, other.Luminance);
        return (Math.Max(one, two) + 0.05) / (Math.Min(one, two) + 0.05);
    }

    /// <summary>The colour, with as much of another as makes it legible on a ground.</summary>
    public Colour LegibleOn(Colour ground, Colour towards)
    {
        var mixed = this;
        for (var part = 1; part <= 100 && mixed.ContrastWith(ground) < LegibleContrast; part++)
            mixed = Mix(towards, part / 100.0);
        return mixed;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"#{Red:x2}{Green:x2}{Blue:x2}");

    Colour Mix(Colour other, double part) => new(Mix(Red, other.Red, part), Mix(Green, other.Green, part), Mix(Blue, other.Blue, part));

    static byte Mix(byte one, byte other, double part) => (byte)Math.Round(one + (other - one) * part);

    double Luminance => 0.2126 * Linear(Red) + 0.7152 * Linear(Green) + 0.0722 * Linear(Blue);

    static double Linear(byte value) => value / 255.0 is <= 0.04045 and var dark ? dark / 12.92 : Math.Pow((value / 255.0 + 0.055) / 1.055, 2.4);
}
