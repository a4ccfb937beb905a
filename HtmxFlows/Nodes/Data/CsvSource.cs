namespace HtmxFlows.Nodes;

/// <summary>The rows of a CSV text, without the lines before them.</summary>
/// <param name="Rows">From the header or the first row on.</param>
/// <param name="Skipped">How many lines were left out.</param>
sealed record CsvSource(string Rows, string Delimiter, int Skipped)
{
    const string Separator = "sep=";

    /// <summary>Leaves out the first lines, and a line such as <c>sep=;</c> before or after them, which sets the delimiter as in Excel.</summary>
    public static CsvSource Read(string text, CsvNode.Configuration configuration)
    {
        var source = new CsvSource(text.TrimStart('\uFEFF'), configuration.Delimiter, 0).WithoutSeparatorLine();
        for (var line = 0; line < configuration.SkipLines && source.Rows.Length > 0; line++)
            source = source.Next();
        return source.WithoutSeparatorLine();
    }

    CsvSource WithoutSeparatorLine()
    {
        var line = Rows[..LineEnd].Trim('"');
        return line.Length == Separator.Length + 1 && line.StartsWith(Separator, StringComparison.OrdinalIgnoreCase) ? Next() with { Delimiter = line[^1..] } : this;
    }

    int LineEnd => Rows.AsSpan().IndexOfAny('\n', '\r') is >= 0 and var end ? end : Rows.Length;

    CsvSource Next()
    {
        var end = LineEnd;
        var next = end + (Rows.AsSpan(end).StartsWith("\r\n") ? 2 : 1);
        return this with { Rows = next < Rows.Length ? Rows[next..] : "", Skipped = Skipped + 1 };
    }
}
