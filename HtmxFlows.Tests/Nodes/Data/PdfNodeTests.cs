using System.Text;
using HtmxFlows.Tests.Runs;
using UglyToad.PdfPig.Content;
using UglyToad.PdfPig.Core;
using UglyToad.PdfPig.Fonts.Standard14Fonts;
using UglyToad.PdfPig.Writer;

namespace HtmxFlows.Tests.Nodes;

/// <summary>Each document is read in a process of its own.</summary>
public sealed class PdfNodeTests : FlowTests
{
    [Fact]
    public async Task The_text_is_read_page_by_page()
    {
        var pdf = Pdf("Title", "Hello world", "Second page");
        Assert.Equal("""{"pages":2,"title":"Title","text":["Hello world","Second page"]}""", await Do(pdf));
        Assert.Equal("""{"pages":2,"title":"Title","text":["Second page"]}""", await Do(pdf, """{"firstPage": 2, "lastPage": 9}"""));
    }

    [Fact]
    public async Task A_page_that_does_not_exist_is_no_text() => Assert.Equal("""{"pages":1,"title":"","text":[]}""", await Do(Pdf("", "a"), """{"firstPage": 2}"""));

    [Fact]
    public async Task What_is_no_document_is_a_sentence() =>
        Assert.StartsWith("The file “d.pdf” cannot be read. It is not a PDF document, or it is damaged: ",
            await Failure(Flow(Encoding.Latin1.GetBytes("%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>"), "{}")), StringComparison.Ordinal);

    [Theory, Slow]
    [InlineData("depth", "Exceeded maximum nesting depth")]
    [InlineData("procedures", "The process that reads PDF documents ended unexpectedly: the document is damaged, or too complex. Only this node is affected.")]
    [InlineData("function", "The process that reads PDF documents ended unexpectedly")]
    public async Task A_document_that_overflows_the_stack_fails_its_node_and_nothing_else(string kind, string message) =>
        Assert.Contains(message, await Failure($$$$"""
            {{{{Zips.File("w", Zips.Of(("d.pdf", Hostile(kind))))}}}}
            a archive {"operation": "extract"}
            p pdf {"value": "{{a.[0].file}}"}
            w -> a -> p
            """), StringComparison.Ordinal);

    /// <summary>Documents by which versions of the library recursed without an end: lists within lists, procedures within procedures, a function of itself.</summary>
    static string Hostile(string kind) => kind switch
    {
        "depth" => Source($"1 0 obj\n<< /Type /Catalog /Pages 2 0 R /X {new string('[', 300_000)} >>\nendobj"),
        "procedures" => WithFunction($"<< /FunctionType 4 /Domain [0 1] /Range [0 1] /Length 200000 >>\nstream\n{new string('{', 100_000)}{new string('}', 100_000)}\nendstream"),
        _ => WithFunction("<< /FunctionType 3 /Domain [0 1] /Functions [5 0 R] /Bounds [] /Encode [0 1] >>"),
    };

    static string WithFunction(string function) => Source(
        $"""
        1 0 obj
        << /Type /Catalog /Pages 2 0 R >>
        endobj
        2 0 obj
        << /Type /Pages /Count 1 /Kids [3 0 R] >>
        endobj
        3 0 obj
        << /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R /Resources << /ColorSpace << /C [/Separation /N /DeviceGray 5 0 R] >> >> >>
        endobj
        4 0 obj
        << /Length 11 >>
        stream
        /C cs 1 scn
        endstream
        endobj
        5 0 obj
        {function}
        endobj
        """);

    Task<string?> Do(byte[] pdf, string configuration = "{}") => Result(Flow(pdf, configuration));

    static string Flow(byte[] file, string configuration) => $"""
        {Zips.File("w", file, "d.pdf")}
        p pdf {configuration}
        w -> p
        """;

    static string Source(string objects) => $"%PDF-1.7\n{objects}\ntrailer << /Root 1 0 R /Size 9 >>\nstartxref\n0\n%%EOF";

    static byte[] Pdf(string title, params string[] pages)
    {
        var builder = new PdfDocumentBuilder { DocumentInformation = { Title = title } };
        var font = builder.AddStandard14Font(Standard14Font.Helvetica);
        foreach (var text in pages)
            builder.AddPage(PageSize.A4).AddText(text, 12, new PdfPoint(50, 700), font);
        return builder.Build();
    }
}
