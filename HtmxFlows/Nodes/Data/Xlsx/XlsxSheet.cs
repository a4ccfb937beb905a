using System.Globalization;
using System.Text.Json;
using System.Xml;
using HtmxFlows.Data;
using HtmxFlows.Expressions;

namespace HtmxFlows.Nodes;

/// <summary>Reads the cells of a sheet, row by row.</summary>
sealed class XlsxSheet(XmlReader reader, IReadOnlyList<XlsxFormat> styles, IReadOnlyList<string> texts, bool isFrom1904)
{
    /// <summary>The columns that a sheet can have: up to XFD.</summary>
    public const int MostColumns = 16_384;

    readonly XlsxText text = new();
    int column;
    string? type, style;

    /// <summary>The rows that have a value.</summary>
    /// <exception cref="NodeException">A cell is damaged.</exception>
    public IEnumerable<IReadOnlyList<XlsxCell>> Rows()
    {
        List<XlsxCell> cells = [];
        while (reader.Read())
        {
            text.Take(reader);
            switch (reader.NodeType, reader.LocalName)
            {
                case (XmlNodeType.Element, "row"):
                    (cells, column) = ([], -1);
                    break;
                case (XmlNodeType.Element, "c"):
                    Begin();
                    break;
                case (XmlNodeType.EndElement, "c") when Value() is { } value:
                    cells.Add(new(column, value));
                    break;
                case (XmlNodeType.EndElement, "row") when cells.Count > 0:
                    yield return cells;
                    break;
            }
        }
    }

    void Begin()
    {
        column = reader.GetAttribute("r") is { } place ? ColumnOf(place) : column + 1;
        if (column >= MostColumns)
            throw new NodeException($"A row has more than {MostColumns:N0} columns. The file is damaged.");
        (type, style) = (reader.GetAttribute("t"), reader.GetAttribute("s"));
        text.End();
    }

    /// <summary>The value of a cell; null if it is empty.</summary>
    JsonElement? Value()
    {
        var content = text.End();
        return content.Length == 0 && type is not "inlineStr" ? null : type switch
        {
            "s" => Json.Text(int.TryParse(content, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < texts.Count ? texts[number] : throw Damaged(content)),
            "b" => content is "1" or "true" ? Json.True : Json.False,
            // Errors are texts too: #N/A.
            "str" or "inlineStr" or "e" or "d" => content.Length > 0 ? Json.Text(content) : null,
            _ => XlsxNumber.Read(content, FormatOf(style), isFrom1904),
        };
    }

    XlsxFormat FormatOf(string? number) =>
        int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var known) && known < styles.Count ? styles[known] : XlsxFormat.Number;

    /// <summary>AB12 is in column 27, counted from 0.</summary>
    static int ColumnOf(string place)
    {
        var column = 0;
        foreach (var letter in place.TakeWhile(char.IsAsciiLetter).Take(4))
            column = column * 26 + char.ToUpperInvariant(letter) - 'A' + 1;
        return column > 0 ? column - 1 : throw Damaged(place);
    }

    static NodeException Damaged(string what) => new($"The sheet is damaged: “{Excerpt.Of(what, 40)}” leads nowhere. Save the file again.");
}
