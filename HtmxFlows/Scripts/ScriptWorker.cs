using System.Diagnostics;
using System.Text;
using HtmxFlows.Data;

namespace HtmxFlows.Scripts;

/// <summary>One worker process, from the side of the server. Its answers are read with suspicion: a script has run in it.</summary>
sealed class ScriptWorker : IDisposable
{
    /// <summary>How long a script that is to stop may take before its process is killed.</summary>
    static readonly TimeSpan Grace = TimeSpan.FromSeconds(0.5);

    const int MostHeard = 500;

    readonly Process process;
    readonly LineReader answers;
    readonly int memory;
    readonly Lock writing = new();
    readonly StringBuilder heard = new();
    volatile bool hasEnded;

    ScriptWorker(Process process, int memory)
    {
        (this.process, this.memory, answers) = (process, memory, new(process.StandardOutput.BaseStream, ScriptAnswer.LongestLine));
        process.ErrorDataReceived += (_, line) => Hear(line.Data);
        process.BeginErrorReadLine();
    }

    public int ProcessId => process.Id;

    /// <summary>Whether it can run another script.</summary>
    public bool IsUsable => !hasEnded && !process.HasExited;

    /// <exception cref="ScriptWorkerException">The process could not be started.</exception>
    public static ScriptWorker Start(ScriptOptions options)
    {
        try
        {
            return new(Process.Start(WorkerProgram.StartInfo(ScriptHost.Argument, options.MemoryMegabytes))!, options.MemoryMegabytes);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            throw new ScriptWorkerException("The process that runs scripts could not be started. The server's log has the details.", error) { Said = error.Message };
        }
    }

    /// <inheritdoc cref="ScriptWorkers.Run(ScriptJob, CancellationToken)"/>
    public ScriptResult Run(ScriptJob job, CancellationToken cancellation)
    {
        using var killing = new Timer(_ => Kill());
        ReadOnlyMemory<byte>? answer;
        using (cancellation.Register(() => Stop(killing)))
            answer = Ask(job.ToLine());
        cancellation.ThrowIfCancellationRequested();
        return answer is { } line && ScriptAnswer.Read(line, memory) is { } read ? Result(read) : throw Ended();
    }

    /// <summary>The answer to a line; null if there is none because the process has ended.</summary>
    ReadOnlyMemory<byte>? Ask(ReadOnlyMemory<byte> line)
    {
        ReadOnlyMemory<byte>? answer = null;
        try
        {
            Write(line);
            answer = answers.Read();
        }
        catch (Exception error) when (error is IOException or InvalidDataException or ObjectDisposedException)
        {
            // As if it had ended, which it will have.
        }
        if (answer is null)
            hasEnded = true;
        return answer;
    }

    void Write(ReadOnlyMemory<byte> line)
    {
        lock (writing)
        {
            process.StandardInput.BaseStream.Write(line.Span);
            process.StandardInput.BaseStream.Flush();
        }
    }

    ScriptResult Result(ScriptAnswer answer)
    {
        // What has run out of memory once is not trusted to have all of it back.
        if (answer.IsLast)
            hasEnded = true;
        return answer.Result;
    }

    void Stop(Timer killing)
    {
        killing.Change(Grace, Timeout.InfiniteTimeSpan);
        try
        {
            Write(ScriptHost.Stop);
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException)
        {
            // It has ended, which is as good.
        }
    }

    ScriptWorkerException Ended()
    {
        Kill();
        process.WaitForExit();
        lock (heard)
        {
            var said = heard.ToString();
            return new(Explain(said)) { ExitCode = process.ExitCode, Said = said };
        }
    }

    string Explain(string said) =>
        said.Contains("Out of memory", StringComparison.OrdinalIgnoreCase) || said.Contains("OutOfMemory", StringComparison.Ordinal) ? ScriptAnswer.OutOfMemory(memory)
        : said.Contains("Stack overflow", StringComparison.OrdinalIgnoreCase) ? "The script nests calls or values too deeply, and was stopped with its process. Use a loop instead, or less depth."
        : "The process of the script ended unexpectedly. Only this node is affected. Run it again; if that fails too, simplify the script.";

    void Hear(string? line)
    {
        lock (heard)
        {
            if (heard.Length < MostHeard)
                heard.AppendLine(line);
        }
    }

    /// <summary>Ends the process, and with it the script that it runs.</summary>
    public void Kill()
    {
        hasEnded = true;
        try
        {
            process.Kill();
        }
        catch (InvalidOperationException)
        {
            // It has ended.
        }
    }

    public void Dispose()
    {
        Kill();
        process.Dispose();
    }
}
