using System.Globalization;
using System.Text;

namespace HtmxFlows.Tests.Hostile;

/// <summary>Texts as bytes on the wire, with half surrogates, which the writers of .NET replace.</summary>
static class Wire
{
    /// <summary>A text as a JSON string; everything but printable ASCII is escaped.</summary>
    public static string Json(string text)
    {
        var json = new StringBuilder(text.Length + 2).Append('"');
        foreach (var character in text)
        {
            if (character is '"' or '\\')
                json.Append('\\').Append(character);
            else if (character is >= ' ' and <= '~')
                json.Append(character);
            else
                json.Append("\\u").Append(((int)character).ToString("x4", CultureInfo.InvariantCulture));
        }
        return json.Append('"').ToString();
    }

    /// <summary>Fields as the body of a form. A half surrogate becomes three bytes, as in UTF-8 that was written carelessly.</summary>
    public static string Form(IEnumerable<KeyValuePair<string, string>> fields) => string.Join('&', fields.Select(field => $"{Percent(field.Key)}={Percent(field.Value)}"));

    static string Percent(string text)
    {
        var form = new StringBuilder(text.Length * 2);
        foreach (var rune in Runes(text))
        {
            if (rune is < 128 and > 0 && char.IsAsciiLetterOrDigit((char)rune))
                form.Append((char)rune);
            else
                foreach (var octet in Octets(rune))
                    form.Append('%').Append(octet.ToString("X2", CultureInfo.InvariantCulture));
        }
        return form.ToString();
    }

    static IEnumerable<int> Runes(string text)
    {
        for (var index = 0; index < text.Length; index++)
            yield return index + 1 < text.Length && char.IsSurrogatePair(text, index) ? char.ConvertToUtf32(text, index++) : text[index];
    }

    static byte[] Octets(int rune) => rune switch
    {
        < 0x80 => [(byte)rune],
        < 0x800 => [(byte)(0xC0 | rune >> 6), (byte)(0x80 | rune & 0x3F)],
        < 0x10000 => [(byte)(0xE0 | rune >> 12), (byte)(0x80 | rune >> 6 & 0x3F), (byte)(0x80 | rune & 0x3F)],
        _ => [(byte)(0xF0 | rune >> 18), (byte)(0x80 | rune >> 12 & 0x3F), (byte)(0x80 | rune >> 6 & 0x3F), (byte)(0x80 | rune & 0x3F)],
    };
}
