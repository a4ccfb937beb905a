using System.Text;
using System.Text.Json;
using HtmxFlows.Data;
using UglyToad.PdfPig;
using UglyToad.PdfPig.Content;
using UglyToad.PdfPig.DocumentLayoutAnalysis.TextExtractor;
using UglyToad.PdfPig.Exceptions;

namespace HtmxFlows.Nodes;

/// <summary>
/// The worker process that reads one document from its input, and writes its text. The library recurses over what documents contain, so
/// that a hostile document can end the process that reads it: this one, and not the server.
/// </summary>
static class PdfHost
{
    /// <summary>The argument that makes the program a worker.</summary>
    public const string Argument = "pdf-worker";

    /// <summary>The stack of the thread that reads, and the nesting limit of the library where it counts levels. Unused stack takes no memory.</summary>
    const int StackBytes = 8 * 1024 * 1024, MostDepth = 128;

    /// <returns>The exit code of the process.</returns>
    public static int Run()
    {
        var answer = PdfAnswer.Failed("");
        var reading = new Thread(() => answer = Read(Console.OpenStandardInput()), StackBytes);
        reading.Start();
        reading.Join();
        using var output = Console.OpenStandardOutput();
        JsonSerializer.Serialize(output, answer, Json.Options);
        return 0;
    }

    static PdfAnswer Read(Stream input)
    {
        try
        {
            using var bytes = new MemoryStream();
            input.CopyTo(bytes);
            var line = bytes.GetBuffer().AsSpan(0, (int)bytes.Length).IndexOf((byte)'\n');
            var request = JsonSerializer.Deserialize<PdfRequest>(bytes.GetBuffer().AsSpan(0, line), Json.Options)!;
            return Read(bytes.ToArray()[(line + 1)..], request);
        }
        catch (PdfDocumentEncryptedException)
        {
            return PdfAnswer.Failed("It is encrypted, and the password is missing or wrong. Set Password.");
        }
        catch (OutOfMemoryException)
        {
            return PdfAnswer.Failed("It needs more memory than a document may use. Read fewer pages, or split it.");
        }
        catch (Exception error)
        {
            return PdfAnswer.Failed($"It is not a PDF document, or it is damaged: {Excerpt.Of(error.Message, 200)}");
        }
    }

    static PdfAnswer Read(byte[] bytes, PdfRequest request)
    {
        using var document = PdfDocument.Open(bytes, new ParsingOptions { UseLenientParsing = true, SkipMissingFonts = true, MaxStackDepth = MostDepth, Password = request.Password ?? "" });
        List<string> texts = [];
        var left = (long)request.Most;
        for (var number = request.FirstPage; number <= Math.Min(request.LastPage ?? int.MaxValue, document.NumberOfPages); number++)
        {
            texts.Add(TextOf(document.GetPage(number)));
            if ((left -= Encoding.UTF8.GetByteCount(texts[^1])) < 0)
                return PdfAnswer.Failed($"The text up to page {number} exceeds {request.Most:N0} bytes, the limit of an output. Read fewer pages with First page and Last page.");
        }
        return new(document.NumberOfPages, Whole(document.Information.Title ?? ""), texts);
    }

    static string TextOf(Page page) => Whole(ContentOrderTextExtractor.GetText(page, addDoubleNewline: true)).ReplaceLineEndings("\n").Trim();

    // Half characters are no JSON.
    static string Whole(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
}
