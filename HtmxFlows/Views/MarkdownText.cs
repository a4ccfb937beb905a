using System.Buffers;
using System.Net;
using Markdig;
using Markdig.Extensions.Tables;
using Markdig.Extensions.TaskLists;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using Microsoft.AspNetCore.Html;

namespace HtmxFlows.Views;

/// <summary>
/// Markdown as HTML that is safe to show: no raw HTML, links to http(s) alone, no images from elsewhere. What nests too deep, or would take
/// too long to read, is shown as the text that it is.
/// </summary>
public static class MarkdownText
{
    /// <summary>The longest text that is read as Markdown, in characters.</summary>
    public const int Longest = 16_000;

    /// <summary>How many characters that may begin or end something a text may have: reading them takes time with the square of their number.</summary>
    public const int MostMarks = 2000;

    /// <summary>How many characters a line may begin with that may open quotes and lists within each other.</summary>
    public const int MostOpenings = 300;

    // Headings of the page around it are of the first levels; one level for all leaves no gap, whatever a node writes.
    const int HeadingLevel = 2;

    static readonly SearchValues<char> Marks = SearchValues.Create("[]()<>*_|`~!&");
    static readonly SearchValues<char> Openings = SearchValues.Create(" \t>-+*0123456789.)");

    static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().DisableHtml().UsePipeTables().UseAutoLinks().UseTaskLists().Build();

    public static IHtmlContent Render(string text)
    {
        if (IsCostly(text))
            return Plain(text);
        try
        {
            return Draw(text);
        }
        catch (ArgumentException)
        {
            // It nests deeper than the library lets it.
            return Plain(text);
        }
    }

    static bool IsCostly(string text)
    {
        if (text.Length > Longest)
            return true;
        var marks = 0;
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            var openings = line.IndexOfAnyExcept(Openings);
            if ((openings < 0 ? line.Length : openings) > MostOpenings)
                return true;
            for (var rest = line; rest.IndexOfAny(Marks) is >= 0 and var at; rest = rest[(at + 1)..])
                marks++;
        }
        return marks > MostMarks;
    }

    static HtmlString Plain(string text) => new($"<p class=\"text\">{WebUtility.HtmlEncode(text)}</p>");

    static HtmlString Draw(string text)
    {
        var document = Markdown.Parse(text, Pipeline);
        foreach (var link in document.Descendants<LinkInline>().ToArray())
            MakeSafe(link);
        foreach (var link in document.Descendants<AutolinkInline>().ToArray())
            MakeSafe(link);
        foreach (var box in document.Descendants<TaskList>().ToArray())
            box.ReplaceBy(new LiteralInline(box.Checked ? "☑" : "☐"));
        foreach (var heading in document.Descendants<HeadingBlock>().ToArray())
            MakeFit(heading);
        foreach (var table in document.Descendants<Table>())
            Align(table);
        // A long line of code scrolls, also by the keyboard.
        foreach (var code in document.Descendants<CodeBlock>())
            code.GetAttributes().AddProperty("tabindex", "0");
        return new HtmlString(document.ToHtml(Pipeline));
    }

    static void MakeFit(HeadingBlock heading)
    {
        if (heading.Inline?.FirstChild is null)
        {
            heading.Parent!.Remove(heading);
            return;
        }
        heading.GetAttributes().AddClass(Words.Invariant($"heading-{heading.Level}"));
        heading.Level = HeadingLevel;
    }

    // By classes, since a style of an element is refused by the browser.
    static void Align(Table table)
    {
        foreach (var (index, cell) in table.OfType<TableRow>().SelectMany(row => row.OfType<TableCell>().Index()))
        {
            if (index < table.ColumnDefinitions.Count && table.ColumnDefinitions[index].Alignment is (TableColumnAlign.Right or TableColumnAlign.Center) and var alignment)
                cell.GetAttributes().AddClass(alignment == TableColumnAlign.Right ? "end" : "center");
        }
        foreach (var column in table.ColumnDefinitions)
            column.Alignment = null;
    }

    // A link that nobody could see or hear is called by its address.
    static void MakeSafe(LinkInline link)
    {
        link.IsImage = false;
        if (!IsSafe(link.Url))
            link.Url = "";
        if (link.FirstChild is null)
            link.AppendChild(new LiteralInline(link.Url is { Length: > 0 } url ? url : "link"));
        Mark(link.GetAttributes());
    }

    // <javascript:…> and <me@example.com> are links too; what is no address on the web stays the text that it is.
    static void MakeSafe(AutolinkInline link)
    {
        if (IsSafe(link.Url))
            Mark(link.GetAttributes());
        else
            link.ReplaceBy(new LiteralInline(link.Url));
    }

    static bool IsSafe(string? url) => Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme is ("http" or "https");

    static void Mark(HtmlAttributes attributes) => attributes.AddProperty("rel", "noopener nofollow");
}
