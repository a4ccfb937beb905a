using System.Xml;
using HtmxFlows.Expressions;

namespace HtmxFlows.Nodes;

/// <summary>The sheets of an .xlsx file (ECMA-376, part 1, section 18).</summary>
sealed class XlsxWorkbook : IDisposable
{
    const string Relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

    readonly XlsxParts parts;
    readonly List<(string Name, string Relation)> sheets = [];
    readonly Dictionary<string, string> targets = [];
    readonly string folder;
    readonly bool isFrom1904;

    /// <exception cref="NodeException">The file is no .xlsx file, or is damaged.</exception>
    public XlsxWorkbook(Stream file)
    {
        parts = new(file);
        var path = MainPart();
        folder = path[..(path.LastIndexOf('/') + 1)];
        foreach (var element in parts.Elements(path))
        {
            if (element.LocalName == "workbookPr")
                isFrom1904 |= element.GetAttribute("date1904") is "1" or "true";
            else if (element.LocalName == "sheet" && element.GetAttribute("name") is { } name)
                sheets.Add((name, RelationOf(element) ?? ""));
        }
        foreach (var element in parts.Elements($"{folder}_rels/{path[folder.Length..]}.rels").Where(element => element.LocalName == "Relationship"))
            targets[element.GetAttribute("Id") ?? ""] = Resolve(element.GetAttribute("Target") ?? "");
        if (sheets.Count == 0)
            throw new NodeException("The file is not an .xlsx file: it has no sheets. Save it as .xlsx.");
    }

    /// <summary>The names of all sheets, in their order.</summary>
    public IEnumerable<string> Sheets => sheets.Select(sheet => sheet.Name);

    /// <summary>The rows of a sheet with their cells, from the first to the last; rows without a value are left out.</summary>
    /// <param name="sheet">Its name, or its number from 1; empty is the first.</param>
    /// <exception cref="NodeException">There is no such sheet, or it is damaged.</exception>
    public IEnumerable<IReadOnlyList<XlsxCell>> Rows(string sheet, CancellationToken cancellation)
    {
        var (name, relation) = Find(sheet);
        var styles = XlsxStyles.Read(parts, $"{folder}styles.xml");
        var texts = XlsxTexts.Read(parts, $"{folder}sharedStrings.xml", cancellation);
        using var reader = (targets.TryGetValue(relation, out var path) ? parts.Find(path) : null) ?? throw new NodeException($"The sheet “{name}” is missing in the file. It may be a chart.");
        foreach (var row in new XlsxSheet(reader, styles, texts, isFrom1904).Rows())
        {
            cancellation.ThrowIfCancellationRequested();
            yield return row;
        }
    }

    public void Dispose() => parts.Dispose();

    (string Name, string Relation) Find(string sheet)
    {
        if (sheet.Length == 0)
            return sheets[0];
        if (sheets.Find(known => known.Name.Equals(sheet, StringComparison.OrdinalIgnoreCase)) is { Name: not null } found)
            return found;
        return int.TryParse(sheet, out var number) && number > 0 && number <= sheets.Count ? sheets[number - 1]
            : throw new NodeException($"The file has no sheet “{sheet}”. Its sheets are {string.Join(", ", Sheets.Take(20).Select(name => $"“{name}”"))}.");
    }

    string MainPart() => parts.Elements("_rels/.rels")
        .Where(element => element.LocalName == "Relationship" && element.GetAttribute("Type")?.EndsWith("/officeDocument", StringComparison.Ordinal) == true)
        .Select(element => element.GetAttribute("Target")?.TrimStart('/')).FirstOrDefault() ?? "xl/workbook.xml";

    string Resolve(string target) => target.StartsWith('/') ? target[1..] : folder + target;

    static string? RelationOf(XmlReader sheet)
    {
        if (sheet.GetAttribute("id", Relations) is { } usual)
            return usual;
        // The strict form has another namespace.
        while (sheet.MoveToNextAttribute())
        {
            if (sheet is { LocalName: "id", Prefix.Length: > 0 })
                return sheet.Value;
        }
        return null;
    }
}
