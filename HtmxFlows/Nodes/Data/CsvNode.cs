using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json;
using CsvHelper;
using CsvHelper.Configuration;
using HtmxFlows.Data;
using HtmxFlows.Expressions;
using HtmxFlows.Inputs;

namespace HtmxFlows.Nodes;

/// <summary>Reads rows from comma-separated values, or writes them.</summary>
public sealed class CsvNode : NodeType<CsvNode.Configuration>
{
    public enum Operation { Parse, Format }

    /// <summary>How quotes inside values are read.</summary>
    public enum Quotes { Strict, Lenient }

    public sealed record Configuration
    {
        [Display(Name = "Operation", Description = "Parse: text to a list of rows. Format: a list of rows to text."), Required]
        public Operation Operation { get; init; }

        [Display(Name = "Value", Description = "The text or the file, or one expression for the rows. Default: the input."), DataType(DataType.MultilineText)]
        public Template? Value { get; init; }

        [Display(Name = "Delimiter", Description = "The separator of values in a row; \\t is a tab.")]
        public string Delimiter { get; init; } = ",";

        [Display(Name = "Header", Description = "The first line has the column names, and rows are objects. Otherwise rows are lists.")]
        public bool Header { get; init; } = true;

        [AppliesWhen(nameof(Operation), Operation.Parse), Display(GroupName = "More options", Name = "Skip lines", Description = "Parse: the number of lines before the header or the first row."), Range(0, 1_000_000)]
        public int SkipLines { get; init; }

        [AppliesWhen(nameof(Operation), Operation.Parse), Display(GroupName = "More options", Name = "Quotes", Description = "Parse. Strict: a misplaced quote is an error. Lenient: it is part of the value, as in 5\" pipe.")]
        public Quotes Quotes { get; init; }

        [AppliesWhen(nameof(Operation), Operation.Parse), Display(GroupName = "More options", Name = "Encoding", Description = "Parse: the encoding of a file, or of bytes in base64, e.g. Windows-1252. Default: that of the file, or the value is text.")]
        public string Encoding { get; init; } = "";

        [AppliesWhen(nameof(Operation), Operation.Format), Display(GroupName = "More options", Name = "Columns", Description = "The columns to write, in order. Default: all fields of all rows.")]
        public IReadOnlyList<string> Columns { get; init; } = [];

        [AppliesWhen(nameof(Operation), Operation.Parse), Display(GroupName = "More options", Name = "Trim", Description = "Remove white space around values.")]
        public bool Trim { get; init; }

        [AppliesWhen(nameof(Operation), Operation.Parse), Display(GroupName = "More options", Name = "Convert", Description = "Convert values to numbers, true and false where they are valid JSON. 007 stays text.")]
        public bool Convert { get; init; }

        [AppliesWhen(nameof(Operation), Operation.Format), Display(GroupName = "More options", Name = "For spreadsheets", Description = "Put an apostrophe before values that a spreadsheet would run as a formula.")]
        public bool ForSpreadsheets { get; init; }

        internal CsvConfiguration ToCsv(int skipped = 0) => new(CultureInfo.InvariantCulture)
        {
            Delimiter = Delimiter.Replace("\\t", "\t", StringComparison.Ordinal),
            TrimOptions = Trim ? TrimOptions.Trim : TrimOptions.None,
            BadDataFound = found => CheckQuotes(found.Field, skipped + found.Context.Parser!.RawRow),
            InjectionOptions = ForSpreadsheets ? InjectionOptions.Escape : InjectionOptions.None,
        };

        void CheckQuotes(string field, int line)
        {
            if (Quotes == Quotes.Strict)
                throw new NodeException($"Line {line} has a misplaced quote. Enclose values that contain quotes, delimiters or line breaks in quotes, and double the quotes inside, or set Quotes to lenient.");
            // A value that begins with a quote and does not end takes all other lines with it.
            if (field.StartsWith('"') && int.IsOddInteger(field.Count(letter => letter == '"')))
                throw new NodeException($"Line {line} ends a value whose quote is not closed: “{Excerpt.Of(field, 40)}”. Close it, or double the quote if it is part of the value.");
        }
    }

    public override string Name => "csv";
    public override string Title => "CSV";
    public override NodeCategory Category => NodeCategory.Data;
    public override string Summary => "Converts comma-separated values (RFC 4180), a text or a file, to a list of rows, or back. A row that is too short has empty text in its last fields. A first line such as sep=; sets the delimiter.";
    public override IReadOnlyList<string> Synonyms { get; } = ["Convert to file", "Extract from file", "table", "parse"];
    public override string Describe(WrittenConfiguration written) => written.Choice("operation", "parse");
    public override IReadOnlyList<NodeExample> Examples { get; } =
    [
        new("Rows with column names", """{"operation": "parse", "convert": true}""", """{"input": "sku,price,name\nb-2,9.50,\"Pear, ripe\"\n007,1,Fig\n"}"""),
        new("Text with semicolons and some columns", """{"operation": "format", "value": "{{orders}}", "delimiter": ";", "columns": ["id", "total"]}""", """{"orders": [{"id": 1, "total": 120, "note": "x"}, {"id": 2}]}"""),
    ];
    public override Execution Execution => Execution.Background;

    protected override IEnumerable<FieldProblem> Check(Configuration configuration)
    {
        if (configuration.ToCsv().Delimiter is not { Length: 1 } delimiter || delimiter is "\"" or "\n" or "\r")
            yield return new("delimiter", "Delimiter must be one character, but not a quote or a line break.");
        if (CharacterSet.FindProblem(configuration.Encoding) is { } unknown)
            yield return new("encoding", unknown);
        foreach (var twice in FieldProblem.Twice(configuration.Columns.Select((column, index) => (column, $"columns[{index}]")), "column"))
            yield return twice;
    }

    protected override ValueTask<NodeOutcome> Execute(Configuration configuration, NodeContext context, CancellationToken cancellation)
    {
        var value = context.ValueOrInput(configuration.Value, cancellation);
        return new(new NodeOutcome.Completed(configuration.Operation == Operation.Parse
            ? Parse(configuration, value, context, cancellation)
            : Json.Text(Format(configuration, ListInput.Items(value), context, cancellation))));
    }

    static JsonElement Parse(Configuration configuration, JsonElement value, NodeContext context, CancellationToken cancellation)
    {
        var source = CsvSource.Read(Text(configuration, value, context.Files), configuration);
        using var text = new StringReader(source.Rows);
        using var parser = new CsvParser(text, (configuration with { Delimiter = source.Delimiter }).ToCsv(source.Skipped));
        using var rows = new OutputList(context.Limits, cancellation);
        string[]? names = null;
        while (parser.Read())
        {
            var record = parser.Record!;
            if (!configuration.Header)
                rows.AddList(record.Select(field => Read(configuration, field)));
            else if (names is null)
                names = Names(record);
            else if (record.Skip(names.Length).Any(extra => extra.Length > 0))
                throw new NodeException($"Line {source.Skipped + parser.RawRow} has {record.Length} values, but the header has {names.Length} names. Check Delimiter and Skip lines.");
            else
                rows.AddObject(names.Select((name, at) => KeyValuePair.Create(name, Read(configuration, record.ElementAtOrDefault(at) ?? ""))));
        }
        return rows.ToJson();
    }

    static string Text(Configuration configuration, JsonElement value, NodeFiles files)
    {
        if (files.Find(value) is { } file)
            return files.ReadText(file, configuration.Encoding.Length > 0 ? CharacterSet.Find(configuration.Encoding) : null);
        if (value.ValueKind != JsonValueKind.String)
            throw new NodeException($"The value is {Json.Describe(value)}; text or a file is required. Use one expression that returns one.");
        var text = value.GetString()!;
        if (configuration.Encoding.Length == 0)
            return text;
        try
        {
            return CharacterSet.Read(Convert.FromBase64String(text), CharacterSet.Find(configuration.Encoding)!);
        }
        catch (FormatException error)
        {
            throw new NodeException($"With Encoding, the value must be base64, but it is {Json.Describe(value)}. Clear Encoding if it is text.", error);
        }
    }

    static string[] Names(string[] record)
    {
        string[] names = [.. record.Select((name, at) => name.Length > 0 ? name : $"column {at + 1}")];
        return names.GroupBy(name => name).FirstOrDefault(same => same.Count() > 1) is { Key: var twice }
            ? throw new NodeException($"The column `{twice}` appears twice. Turn off Header to get rows as lists.")
            : names;
    }

    static JsonElement Read(Configuration configuration, string field) =>
        configuration.Convert && Json.TryParse(field) is { ValueKind: JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False } read ? read : Json.Text(field);

    static string Format(Configuration configuration, IReadOnlyList<JsonElement> rows, NodeContext context, CancellationToken cancellation)
    {
        var names = RowColumns.Of(configuration.Columns, rows);
        using var text = new LimitedWriter(context.Limits.OutputBytes, cancellation);
        using var writer = new CsvWriter(text, configuration.ToCsv());
        if (configuration.Header && names.Length > 0)
            Write(writer, names);
        foreach (var row in rows)
            Write(writer, row.ValueKind == JsonValueKind.Array ? row.EnumerateArray().Select(Written) : names.Select(name => row.TryGetProperty(name, out var value) ? Written(value) : ""));
        writer.Flush();
        return text.ToString();
    }

    static string Written(JsonElement value) => value.ValueKind == JsonValueKind.Null ? "" : Json.AsText(value);

    static void Write(CsvWriter writer, IEnumerable<string> fields)
    {
        foreach (var field in fields)
            writer.WriteField(field);
        writer.NextRecord();
        // Past its buffer the text is bounded by the writer beneath.
        writer.Flush();
    }
}
