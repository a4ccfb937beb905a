using System.Text;
using System.Xml;
using HtmxFlows.Expressions;

namespace HtmxFlows.Nodes;

/// <summary>The texts that cells share, by their numbers.</summary>
static class XlsxTexts
{
    /// <summary>The most texts, and their length together in characters.</summary>
    public const int MostTexts = 2_000_000, MostCharacters = 64 * 1024 * 1024;

    /// <exception cref="NodeException">The texts exceed a limit.</exception>
    public static IReadOnlyList<string> Read(XlsxParts parts, string path, CancellationToken cancellation)
    {
        List<string> texts = [];
        using var reader = parts.Find(path);
        var text = new XlsxText();
        var characters = 0L;
        while (reader?.Read() == true)
        {
            text.Take(reader);
            if (reader.LocalName != "si" || reader.NodeType != XmlNodeType.EndElement && !reader.IsEmptyElement)
                continue;
            cancellation.ThrowIfCancellationRequested();
            texts.Add(text.End());
            characters += texts[^1].Length;
            if (texts.Count > MostTexts || characters > MostCharacters)
                throw new NodeException($"The texts of the file exceed {MostTexts:N0}, or {MostCharacters:N0} characters together. Split the file.");
        }
        return texts;
    }
}

/// <summary>A text that is gathered from the runs of an element, without what says how to pronounce it.</summary>
sealed class XlsxText
{
    readonly StringBuilder text = new();
    bool isInText, isPhonetic;

    /// <exception cref="NodeException">The text exceeds the limit.</exception>
    public void Take(XmlReader reader)
    {
        switch (reader.NodeType)
        {
            case XmlNodeType.Element:
                Enter(reader.LocalName, !reader.IsEmptyElement);
                break;
            case XmlNodeType.EndElement:
                Enter(reader.LocalName, false);
                break;
            case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.Whitespace or XmlNodeType.SignificantWhitespace when isInText && !isPhonetic:
                Add(reader.Value);
                break;
        }
    }

    /// <summary>The text so far; the next one begins.</summary>
    public string End()
    {
        var whole = XlsxEscapes.Read(text.ToString());
        text.Clear();
        return whole;
    }

    void Enter(string element, bool isInside)
    {
        if (element is "t" or "v")
            isInText = isInside;
        else if (element == "rPh")
            isPhonetic = isInside;
    }

    void Add(string part)
    {
        if (text.Length + part.Length > XlsxParts.LongestText)
            throw new NodeException($"A cell has more than {XlsxParts.LongestText:N0} characters, the limit.");
        text.Append(part);
    }
}
