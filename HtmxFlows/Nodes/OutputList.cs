using System.Buffers;
using System.Text.Json;
using HtmxFlows.Data;
using HtmxFlows.Expressions;

namespace HtmxFlows.Nodes;

/// <summary>A list that is written item by item, and grows to the limit of an output but not past it, however little makes much of it.</summary>
sealed class OutputList : IDisposable
{
    readonly ArrayBufferWriter<byte> bytes = new();
    readonly Utf8JsonWriter writer;
    readonly int limit;
    readonly CancellationToken cancellation;

    public OutputList(NodeLimits limits, CancellationToken cancellation)
    {
        (limit, this.cancellation) = (limits.OutputBytes, cancellation);
        writer = new(bytes, new() { Encoder = Json.Options.Encoder, MaxDepth = Json.MaxWrappedDepth });
        writer.WriteStartArray();
    }

    /// <exception cref="NodeException">The list would be larger than an output may be.</exception>
    public void Add(JsonElement item)
    {
        item.WriteTo(writer);
        Check();
    }

    /// <inheritdoc cref="Add"/>
    public void AddList(IEnumerable<JsonElement> items)
    {
        writer.WriteStartArray();
        foreach (var item in items)
            item.WriteTo(writer);
        writer.WriteEndArray();
        Check();
    }

    /// <inheritdoc cref="Add"/>
    public void AddObject(IEnumerable<KeyValuePair<string, JsonElement>> fields)
    {
        writer.WriteStartObject();
        foreach (var (name, value) in fields)
        {
            writer.WritePropertyName(name);
            value.WriteTo(writer);
        }
        writer.WriteEndObject();
        Check();
    }

    public JsonElement ToJson()
    {
        writer.WriteEndArray();
        writer.Flush();
        var reader = new Utf8JsonReader(bytes.WrittenSpan, new() { MaxDepth = Json.MaxWrappedDepth });
        return JsonElement.ParseValue(ref reader);
    }

    public void Dispose() => writer.Dispose();

    void Check()
    {
        cancellation.ThrowIfCancellationRequested();
        if (writer.BytesCommitted + writer.BytesPending > limit)
            throw new NodeException($"The list exceeds {limit} bytes of JSON, the limit of an output. Combine less, or filter first.");
    }
}
