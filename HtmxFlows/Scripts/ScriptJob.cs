using System.Buffers;
using System.Text.Json;

namespace HtmxFlows.Scripts;

/// <summary>A script to run.</summary>
/// <param name="Script">The body of a function.</param>
/// <param name="Values">What the script sees, by name.</param>
/// <param name="OutputBytes">The largest value that it may return, in bytes of JSON.</param>
public sealed record ScriptJob(string Script, IReadOnlyDictionary<string, JsonElement> Values, int OutputBytes)
{
    /// <summary>As the worker reads it: one line of JSON.</summary>
    internal ReadOnlyMemory<byte> ToLine()
    {
        var line = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(line, new() { MaxDepth = Data.Json.MaxWrappedDepth }))
        {
            writer.WriteStartObject();
            writer.WriteString("script", Script);
            writer.WriteNumber("outputBytes", OutputBytes);
            writer.WriteStartObject("values");
            foreach (var (name, value) in Values)
            {
                writer.WritePropertyName(name);
                value.WriteTo(writer);
            }
            writer.WriteEndObject();
            writer.WriteEndObject();
        }
        line.Write("\n"u8);
        return line.WrittenMemory;
    }

    internal static ScriptJob Read(ReadOnlyMemory<byte> line)
    {
        var job = JsonElement.Parse(line.Span, new() { MaxDepth = Data.Json.MaxWrappedDepth });
        return new(job.GetProperty("script").GetString()!, job.GetProperty("values").EnumerateObject().ToDictionary(value => value.Name, value => value.Value), job.GetProperty("outputBytes").GetInt32());
    }
}
