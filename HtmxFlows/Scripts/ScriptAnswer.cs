using System.Buffers;
using System.Globalization;
using System.Text.Json;
using HtmxFlows.Data;

namespace HtmxFlows.Scripts;

/// <summary>What a worker says about a script, as one line of JSON.</summary>
/// <param name="IsLast">Whether the process is to be replaced.</param>
sealed record ScriptAnswer(ScriptResult Result, bool IsLast = false)
{
    /// <summary>The longest line, in bytes: the largest output of a node, and the log.</summary>
    public const int LongestLine = 80 * 1024 * 1024;

    static readonly JsonWriterOptions Written = new() { Encoder = Json.Encoder, MaxDepth = Json.MaxWrappedDepth };

    /// <summary>The line of a script that returned.</summary>
    /// <param name="output">Its value as JSON.</param>
    public static ReadOnlyMemory<byte> Line(ReadOnlySpan<byte> output, IReadOnlyList<string> log)
    {
        var line = new ArrayBufferWriter<byte>(output.Length + 64);
        using (var writer = Begin(line, log))
        {
            writer.WritePropertyName("output");
            writer.WriteRawValue(output, skipInputValidation: true);
            writer.WriteEndObject();
        }
        return End(line);
    }

    /// <summary>The line of a script that failed.</summary>
    /// <param name="problem">Why; null if it ran out of memory.</param>
    public static ReadOnlyMemory<byte> Line(ScriptProblem? problem, IReadOnlyList<string> log)
    {
        var line = new ArrayBufferWriter<byte>();
        using (var writer = Begin(line, log))
        {
            if (problem is not null)
            {
                writer.WritePropertyName("problem");
                JsonSerializer.Serialize(writer, problem, Json.Options);
            }
            writer.WriteEndObject();
        }
        return End(line);
    }

    static Utf8JsonWriter Begin(ArrayBufferWriter<byte> line, IReadOnlyList<string> log)
    {
        var writer = new Utf8JsonWriter(line, Written);
        writer.WriteStartObject();
        writer.WriteStartArray("log");
        foreach (var text in log)
            writer.WriteStringValue(text);
        writer.WriteEndArray();
        return writer;
    }

    static ReadOnlyMemory<byte> End(ArrayBufferWriter<byte> line)
    {
        line.Write("\n"u8);
        return line.WrittenMemory;
    }

    /// <returns>Null if the line is none that a worker writes.</returns>
    public static ScriptAnswer? Read(ReadOnlyMemory<byte> line, int memory)
    {
        try
        {
            using var document = JsonDocument.Parse(line, new() { MaxDepth = Json.MaxWrappedDepth });
            var answer = document.RootElement;
            string[] log = [.. answer.GetProperty("log").EnumerateArray().Select(text => text.GetString()!)];
            return answer.TryGetProperty("output", out var output) ? new(new ScriptResult(output.Clone(), null, log))
                : answer.TryGetProperty("problem", out var problem) ? new(new ScriptResult(null, problem.Deserialize<ScriptProblem>(Json.Options), log))
                : new(new ScriptResult(null, new(OutOfMemory(memory)), log), IsLast: true);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return null;
        }
    }

    public static string OutOfMemory(int megabytes) => string.Create(CultureInfo.InvariantCulture,
        $"The script needs more memory than {megabytes} MB, the limit of a script. Work on less data at once, or raise the setting HtmxFlows:Scripts:MemoryMegabytes.");
}
