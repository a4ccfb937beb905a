using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Xml;
using HtmxFlows.Data;
using HtmxFlows.Expressions;

namespace HtmxFlows.Nodes;

/// <summary>Writes an .xlsx file with one sheet, row by row.</summary>
sealed class XlsxWriter : IDisposable
{
    /// <summary>The rows that a sheet can have, and the characters that a cell can have.</summary>
    public const int MostRows = 1_048_576, LongestText = 32_767;

    const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main", Document = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

    const string Package = "http://schemas.openxmlformats.org/package/2006";

    // The styles of the file, by their numbers.
    const int Date = 1, Time = 2, Moment = 3, Bold = 4;

    readonly ZipArchive zip;
    readonly XmlWriter sheet;
    int rows;

    /// <summary>Begins a file.</summary>
    /// <param name="name">The name of the sheet.</param>
    public XlsxWriter(Stream target, string name)
    {
        zip = new(target, ZipArchiveMode.Create, leaveOpen: true);
        AddPart("[Content_Types].xml", $"""<Types xmlns="{Package}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>{Override("workbook", "sheet.main")}{Override("styles", "styles")}{Override("worksheets/sheet1", "worksheet")}</Types>""");
        AddPart("_rels/.rels", Relations(("officeDocument", "xl/workbook.xml")));
        AddPart("xl/_rels/workbook.xml.rels", Relations(("worksheet", "worksheets/sheet1.xml"), ("styles", "styles.xml")));
        AddPart("xl/workbook.xml", $"""<workbook xmlns="{Main}" xmlns:r="{Document}"><sheets><sheet name="{System.Security.SecurityElement.Escape(name)}" sheetId="1" r:id="r1"/></sheets></workbook>""");
        AddPart("xl/styles.xml", Styles);
        sheet = XmlWriter.Create(zip.CreateEntry("xl/worksheets/sheet1.xml").Open(), new() { Encoding = new UTF8Encoding(false), CloseOutput = true });
        sheet.WriteStartElement("worksheet", Main);
        sheet.WriteStartElement("sheetData");
    }

    static string Styles =>
        $"""
        <styleSheet xmlns="{Main}"><numFmts count="3"><numFmt numFmtId="164" formatCode="yyyy\-mm\-dd"/><numFmt numFmtId="165" formatCode="hh:mm:ss"/><numFmt numFmtId="166" formatCode="yyyy\-mm\-dd\ hh:mm:ss"/></numFmts>
        <fonts count="2"><font/><font><b/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>
        <cellXfs count="5"><xf/><xf numFmtId="164" applyNumberFormat="1"/><xf numFmtId="165" applyNumberFormat="1"/><xf numFmtId="166" applyNumberFormat="1"/><xf fontId="1" applyFont="1"/></cellXfs></styleSheet>
        """;

    /// <summary>Writes the names of the columns.</summary>
    /// <exception cref="NodeException">The row exceeds a limit of spreadsheets.</exception>
    public void AddHeader(IReadOnlyList<string> names) => Add(names.Count, index => WriteText(names[index], Bold));

    /// <summary>Writes a row; null leaves a cell empty.</summary>
    /// <param name="dates">The columns, from 0, whose ISO texts become dates.</param>
    /// <exception cref="NodeException">The row exceeds a limit of spreadsheets.</exception>
    public void Add(IReadOnlyList<JsonElement> values, IReadOnlySet<int> dates) => Add(values.Count, index => Write(values[index], dates.Contains(index)));

    /// <summary>Ends the file.</summary>
    public void Dispose()
    {
        sheet.Dispose();
        zip.Dispose();
    }

    void Add(int columns, Action<int> write)
    {
        if (++rows > MostRows || columns > XlsxSheet.MostColumns)
            throw new NodeException($"A sheet has at most {MostRows:N0} rows and {XlsxSheet.MostColumns:N0} columns. Write several files.");
        sheet.WriteStartElement("row");
        for (var index = 0; index < columns; index++)
        {
            sheet.WriteStartElement("c");
            write(index);
            sheet.WriteEndElement();
        }
        sheet.WriteEndElement();
    }

    void Write(JsonElement value, bool isDate)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Undefined or JsonValueKind.Null:
                break;
            case JsonValueKind.True or JsonValueKind.False:
                WriteValue(value.ValueKind == JsonValueKind.True ? "1" : "0", "b");
                break;
            case JsonValueKind.Number when IsExact(value):
                WriteValue(value.GetRawText());
                break;
            case JsonValueKind.String when isDate && XlsxNumber.Days(value.GetString()!) is var (days, format):
                WriteStyle(format == XlsxFormat.Date ? Date : format == XlsxFormat.Time ? Time : Moment);
                WriteValue(days.ToString("0.###############", CultureInfo.InvariantCulture));
                break;
            default:
                WriteText(Json.AsText(value));
                break;
        }
    }

    /// <summary>Whether spreadsheets keep all digits of a number; others are written as text.</summary>
    static bool IsExact(JsonElement value)
    {
        var digits = value.GetRawText().Split('e', 'E')[0].Replace(".", "", StringComparison.Ordinal).Trim('-').Trim('0');
        return digits.Length <= XlsxNumber.Digits && double.IsFinite(value.GetDouble());
    }

    void WriteStyle(int style) => sheet.WriteAttributeString("s", style.ToString(CultureInfo.InvariantCulture));

    void WriteValue(string value, string? type = null)
    {
        if (type is not null)
            sheet.WriteAttributeString("t", type);
        sheet.WriteElementString("v", value);
    }

    void WriteText(string text, int? style = null)
    {
        if (text.Length > LongestText)
            throw new NodeException($"In row {rows:N0} there is a text of {text.Length:N0} characters; a cell has at most {LongestText:N0}. Shorten it.");
        if (style is { } known)
            WriteStyle(known);
        sheet.WriteAttributeString("t", "inlineStr");
        sheet.WriteStartElement("is");
        sheet.WriteStartElement("t");
        sheet.WriteAttributeString("xml", "space", null, "preserve");
        sheet.WriteString(XlsxEscapes.Write(text));
        sheet.WriteEndElement();
        sheet.WriteEndElement();
    }

    static string Override(string part, string type) => $"""<Override PartName="/xl/{part}.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.{type}+xml"/>""";

    static string Relations(params (string Type, string Target)[] parts) =>
        $"""<Relationships xmlns="{Package}/relationships">{string.Concat(parts.Select((part, index) => $"""<Relationship Id="r{index + 1}" Type="{Document}/{part.Type}" Target="{part.Target}"/>"""))}</Relationships>""";

    void AddPart(string path, string xml)
    {
        using var writer = new StreamWriter(zip.CreateEntry(path).Open(), new UTF8Encoding(false));
        writer.Write($"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>{xml}""");
    }
}
