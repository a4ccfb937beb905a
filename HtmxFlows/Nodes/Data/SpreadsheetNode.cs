using System.Buffers;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Xml;
using HtmxFlows.Data;
using HtmxFlows.Expressions;
using HtmxFlows.Files;
using HtmxFlows.Inputs;

namespace HtmxFlows.Nodes;

/// <summary>Reads the rows of a spreadsheet, or writes rows to one.</summary>
public sealed class SpreadsheetNode : NodeType<SpreadsheetNode.Configuration>
{
    const string Type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    /// <summary>The longest name that a sheet can have, in characters.</summary>
    const int LongestName = 31;

    static readonly SearchValues<char> NotInNames = SearchValues.Create(@"[]:*?/\");

    public enum Operation { Read, Sheets, Write }

    public sealed record Configuration
    {
        [Display(Name = "Operation", Description = "Read: a sheet of an .xlsx file to a list of rows. Sheets: the names of its sheets. Write: a list of rows to an .xlsx file."), Required]
        public Operation Operation { get; init; }

        [Display(Name = "Value", Description = "The file, or one expression for the rows. Default: the input.")]
        public Template? Value { get; init; }

        [AppliesWhen(nameof(Operation), Operation.Sheets, Unless = true), Display(Name = "Sheet", Description = "The name of the sheet. Read: or its number, e.g. 2. Default: the first; write: Sheet1.")]
        public string Sheet { get; init; } = "";

        [AppliesWhen(nameof(Operation), Operation.Sheets, Unless = true), Display(Name = "Header", Description = "The first row has the column names, and rows are objects. Otherwise rows are lists.")]
        public bool Header { get; init; } = true;

        [AppliesWhen(nameof(Operation), Operation.Read), Display(Name = "Skip rows", Description = "Read: the number of rows with values before the header or the first row."), Range(0, 1_000_000)]
        public int SkipRows { get; init; }

        [AppliesWhen(nameof(Operation), Operation.Write), Display(Name = "Columns", Description = "Write: the columns, in order. Default: all fields of all rows.")]
        public IReadOnlyList<string> Columns { get; init; } = [];

        [AppliesWhen(nameof(Operation), Operation.Write), Display(Name = "Dates", Description = "Write: the columns whose dates and times in ISO form (2030-01-31, 09:30:00) become dates of the spreadsheet.")]
        public IReadOnlyList<string> Dates { get; init; } = [];

        [AppliesWhen(nameof(Operation), Operation.Write), Display(Name = "File name", Description = "Write: the name of the file. Default: table.xlsx.")]
        public Template? FileName { get; init; }
    }

    public override string Name => "spreadsheet";
    public override string Title => "Spreadsheet";
    public override NodeCategory Category => NodeCategory.Data;
    public override string Summary => "Reads the rows of an .xlsx file, or writes rows to one. Numbers, true and false keep their types, and dates are text such as 2030-01-31. Formulas give the value that they had when the file was saved. Empty cells are null, and empty rows are left out.";
    public override IReadOnlyList<string> Synonyms { get; } = ["Excel", "XLSX", "Google Sheets", "Convert to file", "Extract from file"];
    public override string Describe(WrittenConfiguration written) => $"{written.Choice("operation", "read")} {written.Text("sheet")}".TrimEnd();
    public override IReadOnlyList<NodeExample> Examples { get; } =
    [
        new("Rows of a download", """{"operation": "read", "value": "{{fetch.body}}"}"""),
        new("Another sheet without column names", """{"operation": "read", "value": "{{fetch.body}}", "sheet": "Prices", "header": false}"""),
        new("Rows as a file", """{"operation": "write", "value": "{{orders}}", "columns": ["id", "date", "total"], "dates": ["date"], "fileName": "orders.xlsx"}"""),
    ];
    public override Execution Execution => Execution.External;

    protected override bool IsHeavy(Configuration configuration) => true;

    protected override IEnumerable<FieldProblem> Check(Configuration configuration)
    {
        if (configuration is { Operation: Operation.Write, Sheet: { } sheet } && (sheet.Length > LongestName || sheet.AsSpan().ContainsAny(NotInNames)))
            yield return new("sheet", $@"The name of a sheet has up to {LongestName} characters, and none of [ ] : * ? / \.");
        foreach (var twice in FieldProblem.Twice(configuration.Columns.Select((column, index) => (column, $"columns[{index}]")), "column"))
            yield return twice;
    }

    protected override async ValueTask<NodeOutcome> Execute(Configuration configuration, NodeContext context, CancellationToken cancellation)
    {
        var value = context.ValueOrInput(configuration.Value, cancellation);
        return new NodeOutcome.Completed(configuration.Operation == Operation.Write
            ? (await Write(configuration, ListInput.Items(value), context, cancellation)).ToJson()
            : Read(configuration, context.Files.Get(value), context, cancellation));
    }

    static JsonElement Read(Configuration configuration, FileValue file, NodeContext context, CancellationToken cancellation)
    {
        try
        {
            using var workbook = new XlsxWorkbook(context.Files.Open(file));
            return configuration.Operation == Operation.Sheets ? Json.From(workbook.Sheets) : Rows(configuration, workbook, context, cancellation);
        }
        catch (XmlException error)
        {
            throw new NodeException($"The file “{file.Name}” is damaged, or one of its sheets exceeds {XlsxParts.LongestPart:N0} characters: {Excerpt.Of(error.Message, 200)}", error);
        }
    }

    static JsonElement Rows(Configuration configuration, XlsxWorkbook workbook, NodeContext context, CancellationToken cancellation)
    {
        using var rows = new OutputList(context.Limits, cancellation);
        string[]? names = null;
        foreach (var cells in workbook.Rows(configuration.Sheet, cancellation).Skip(configuration.SkipRows))
        {
            if (!configuration.Header)
                rows.AddList(Listed(cells));
            else if (names is null)
                names = Names(cells);
            else
                rows.AddObject(Named(names, cells));
        }
        return rows.ToJson();
    }

    static IEnumerable<JsonElement> Listed(IReadOnlyList<XlsxCell> cells)
    {
        var values = cells.GroupBy(cell => cell.Column).ToDictionary(same => same.Key, same => same.Last().Value);
        return Enumerable.Range(0, values.Keys.Max() + 1).Select(column => values.GetValueOrDefault(column, Json.Null));
    }

    static string[] Names(IReadOnlyList<XlsxCell> cells)
    {
        string[] names = [.. Listed(cells).Select((value, column) => Json.AsText(value) is { Length: > 0 } name && value.ValueKind != JsonValueKind.Null ? name : NameOf(column))];
        return names.GroupBy(name => name).FirstOrDefault(same => same.Count() > 1) is { Key: var twice }
            ? throw new NodeException($"The column `{twice}` appears twice. Turn off Header to get rows as lists, or skip rows before the header.")
            : names;
    }

    static string NameOf(int column) => $"column {column + 1}";

    /// <summary>Every column of the header, and those beyond it that have a value.</summary>
    static IEnumerable<KeyValuePair<string, JsonElement>> Named(string[] names, IReadOnlyList<XlsxCell> cells) =>
        Listed(cells).Concat(Enumerable.Repeat(Json.Null, names.Length)).Take(Math.Max(names.Length, cells.Max(cell => cell.Column) + 1))
            .Select((value, column) => KeyValuePair.Create(column < names.Length ? names[column] : NameOf(column), value))
            .Where((pair, column) => column < names.Length || pair.Value.ValueKind != JsonValueKind.Null);

    static async Task<FileValue> Write(Configuration configuration, IReadOnlyList<JsonElement> rows, NodeContext context, CancellationToken cancellation)
    {
        var name = configuration.FileName is { Text.Length: > 0 } given ? given.Render(context, cancellation) : "table.xlsx";
        await using var file = context.Files.Begin(name, Type);
        NodeFiles.Attempt(() => Write(file, configuration, [.. rows.Select(context.Secrets.Mask.Mask)], cancellation));
        return await context.Files.Keep(file);
    }

    static void Write(Stream file, Configuration configuration, IReadOnlyList<JsonElement> rows, CancellationToken cancellation)
    {
        var names = RowColumns.Of(configuration.Columns, rows);
        var dates = names.Index().Where(column => configuration.Dates.Contains(column.Item)).Select(column => column.Index).ToHashSet();
        using var writer = new XlsxWriter(file, configuration.Sheet.Length > 0 ? configuration.Sheet : "Sheet1");
        if (configuration.Header && names.Length > 0)
            writer.AddHeader(names);
        foreach (var row in rows)
        {
            cancellation.ThrowIfCancellationRequested();
            writer.Add(row.ValueKind == JsonValueKind.Array ? [.. row.EnumerateArray()] : [.. names.Select(name => row.TryGetProperty(name, out var value) ? value : default)], dates);
        }
    }
}
