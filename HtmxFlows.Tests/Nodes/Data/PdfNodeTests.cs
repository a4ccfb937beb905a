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

    [Theory]
    [InlineData("<html>")]
    [InlineData("%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>")]
    public async Task What_is_no_document_is_a_sentence(string bytes) =>
        Assert.StartsWith("The file “d.pdf” cannot be read. It is not a PDF document, or it is damaged: ", await Failure(Flow(Encoding.Latin1.GetBytes(bytes), "{}")), StringComparison.Ordinal);

    [Fact, Slow]
    public async Task A_hostile_document_fails_its_node_and_nothing_else()
    {
        string deep = new('[', 300_000), procedures = string.Concat(Enumerable.Repeat("{", 100_000));
        foreach (var pdf in new[]
        {
            Source($"1 0 obj\n<< /Type /Catalog /Pages 2 0 R /X {deep} >>\nendobj"),
            Source("1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Count 1 /Kids [2 0 R] /Parent 2 0 R >>\nendobj"),
            Source($"1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Count 1 /Kids [3 0 R] >>\nendobj\n3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R >>\nendobj\n4 0 obj\n<< /Length {deep.Length + 3} >>\nstream\n{deep} TJ\nendstream\nendobj"),
            Source($"1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Count 1 /Kids [3 0 R] >>\nendobj\n3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R /Resources << /ColorSpace << /C [/Separation /N /DeviceGray 5 0 R] >> >> >>\nendobj\n4 0 obj\n<< /Length 11 >>\nstream\n/C cs 1 scn\nendstream\nendobj\n5 0 obj\n<< /FunctionType 4 /Domain [0 1] /Range [0 1] /Length {procedures.Length} >>\nstream\n{procedures}\nendstream\nendobj"),
        })
        {
            var end = await Engine.Run(Flow(Packed(pdf), "{}", "p"));
            Assert.True(end.Error is null || !end.Error.Contains("unexpected error occurred", StringComparison.Ordinal), end.Error);
        }
        Assert.Equal("""{"pages":1,"title":"","text":["fine"]}""", await Do(Pdf("", "fine")));
    }

    Task<string?> Do(byte[] pdf, string configuration = "{}") => Result(Flow(pdf, configuration));

    /// <summary>Large documents of little content are extracted from an archive, since a flow is short.</summary>
    static string Flow(byte[] file, string configuration, string archived = "") => archived.Length == 0
        ? $"""
        {Zips.File("w", file, "d.pdf")}
        p pdf {configuration}
        w -> p
        """
        : $$$$"""
        {{{{Zips.File("w", file)}}}}
        a archive {"operation": "extract"}
        p pdf {"value": "{{a.[0].file}}"}
        w -> a -> p
        """;

    static byte[] Packed(string pdf) => Zips.Of(("d.pdf", pdf));

    static string Source(string objects) => $"%PDF-1.7\n{objects}\ntrailer << /Root 1 0 R >>\n%%EOF";

    static byte[] Pdf(string title, params string[] pages)
    {
        var builder = new PdfDocumentBuilder { DocumentInformation = { Title = title } };
        var font = builder.AddStandard14Font(Standard14Font.Helvetica);
        foreach (var text in pages)
            builder.AddPage(PageSize.A4).AddText(text, 12, new PdfPoint(50, 700), font);
        return builder.Build();
    }
}
