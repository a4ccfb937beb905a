using System.ComponentModel.DataAnnotations;
using HtmxFlows.Data;
using HtmxFlows.Expressions;
using HtmxFlows.Inputs;

namespace HtmxFlows.Nodes;

/// <summary>Reads the text of a PDF document, in a process of its own (see <see cref="PdfWorker"/>).</summary>
public sealed class PdfNode : NodeType<PdfNode.Configuration>
{
    public sealed record Configuration
    {
        [Display(Name = "Value", Description = "The PDF file. Default: the input.")]
        public Template? Value { get; init; }

        [Display(Name = "First page", Description = "The number of the first page to read."), Range(1, 1_000_000)]
        public int FirstPage { get; init; } = 1;

        [Display(Name = "Last page", Description = "The number of the last page to read. Default: the last one."), Range(1, 1_000_000)]
        public int? LastPage { get; init; }

        [Display(Name = "Password", Description = "For an encrypted document, e.g. {{secrets.PDF_PASSWORD}}.")]
        public Template? Password { get; init; }
    }

    public override string Name => "pdf";
    public override string Title => "PDF text";
    public override NodeCategory Category => NodeCategory.Data;
    public override string Summary => "Reads the text of a PDF document, page by page, in reading order as far as it can be recognized. Scanned pages have no text. Returns “pages” (the number of all pages), “title”, and “text”, a list with the text of each page.";
    public override IReadOnlyList<string> Synonyms { get; } = ["Extract from PDF", "read PDF"];
    public override string Describe(WrittenConfiguration written) => written.Text("lastPage") is { Length: > 0 } last ? $"pages {written.Text("firstPage", "1")} to {last}" : $"from page {written.Text("firstPage", "1")}";
    public override IReadOnlyList<NodeExample> Examples { get; } =
    [
        new("Text of a download", """{"value": "{{fetch.body}}"}"""),
        new("Only the first page", """{"value": "{{fetch.body}}", "lastPage": 1}"""),
    ];
    public override Execution Execution => Execution.External;

    protected override bool IsHeavy(Configuration configuration) => true;

    protected override IEnumerable<FieldProblem> Check(Configuration configuration)
    {
        if (configuration.LastPage < configuration.FirstPage)
            yield return new("lastPage", "The last page is before the first page.");
    }

    protected override async ValueTask<NodeOutcome> Execute(Configuration configuration, NodeContext context, CancellationToken cancellation)
    {
        var file = context.Files.Get(context.ValueOrInput(configuration.Value, cancellation));
        var request = new PdfRequest(configuration.FirstPage, configuration.LastPage, configuration.Password?.Render(context, cancellation), context.Limits.OutputBytes);
        var answer = await PdfWorker.Read(context.Files.ReadAll(file), request, cancellation);
        if (answer.Problem is { } problem)
            throw new NodeException($"The file “{file.Name}” cannot be read. {problem}");
        return new NodeOutcome.Completed(Json.From(new { pages = answer.Pages, title = answer.Title ?? "", text = answer.Text }));
    }
}
