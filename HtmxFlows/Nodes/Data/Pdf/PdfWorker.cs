using System.Diagnostics;
using System.Text.Json;
using HtmxFlows.Data;
using HtmxFlows.Expressions;

namespace HtmxFlows.Nodes;

/// <summary>Has a process of this program read one document (see <see cref="PdfHost"/>), and ends it with the node.</summary>
static class PdfWorker
{
    /// <summary>The memory of the objects of a worker, in megabytes.</summary>
    public const int Megabytes = 512;

    /// <summary>How many documents are read at once.</summary>
    public const int Most = 2;

    /// <summary>How much longer an answer may be than its text, since JSON escapes some letters.</summary>
    const int Escaped = 8;

    static readonly SemaphoreSlim Places = new(Most);

    /// <exception cref="NodeException">The process could not be started, or ended without an answer.</exception>
    public static async Task<PdfAnswer> Read(byte[] document, PdfRequest request, CancellationToken cancellation)
    {
        await Places.WaitAsync(cancellation);
        try
        {
            using var process = Start();
            PdfAnswer? answer;
            await using (cancellation.Register(() => End(process)))
                answer = await Ask(process, document, request);
            cancellation.ThrowIfCancellationRequested();
            return answer ?? throw new NodeException("The process that reads PDF documents ended unexpectedly: the document is damaged, or too complex. Only this node is affected.");
        }
        finally
        {
            Places.Release();
        }
    }

    /// <returns>Null if there is no answer.</returns>
    static async Task<PdfAnswer?> Ask(Process process, byte[] document, PdfRequest request)
    {
        var errors = process.StandardError.BaseStream.CopyToAsync(Stream.Null);
        try
        {
            await Send(process.StandardInput.BaseStream, document, request);
            await using var answer = new BoundedStream(process.StandardOutput.BaseStream, Escaped * (long)request.Most, () => new InvalidDataException());
            return await JsonSerializer.DeserializeAsync<PdfAnswer>(answer, Json.Options);
        }
        catch (Exception error) when (error is IOException or JsonException or InvalidDataException)
        {
            return null;
        }
        finally
        {
            End(process);
            await errors;
            await process.WaitForExitAsync();
        }
    }

    static async Task Send(Stream input, byte[] document, PdfRequest request)
    {
        await using (input)
        {
            await JsonSerializer.SerializeAsync(input, request, Json.Options);
            await input.WriteAsync("\n"u8.ToArray());
            await input.WriteAsync(document);
        }
    }

    static Process Start()
    {
        try
        {
            return Process.Start(WorkerProgram.StartInfo(PdfHost.Argument, Megabytes))!;
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            throw new NodeException($"The process that reads PDF documents could not be started: {error.Message}. Check that the server may start processes.", error);
        }
    }

    static void End(Process process)
    {
        try
        {
            process.Kill();
        }
        catch (InvalidOperationException)
        {
            // It has ended.
        }
    }
}
