using System.Runtime.InteropServices;
using System.Text.Json;
using HtmxFlows.Data;

namespace HtmxFlows.Files;

/// <summary>A file as values refer to it: <c>{"$file": id, "name", "type", "size", "sha256"}</c>. The bytes are elsewhere (see <see cref="FileStore"/>).</summary>
/// <param name="Id">Unguessable, but not enough to open the file: a run opens only files that it holds.</param>
/// <param name="Name">A safe name (see <see cref="FileName"/>).</param>
/// <param name="Type">The media type. It is that of an image to show only if the bytes are such an image.</param>
/// <param name="Size">In bytes.</param>
/// <param name="Sha256">In lower-case hexadecimal digits.</param>
public sealed record FileValue(Guid Id, string Name, string Type, long Size, string Sha256)
{
    /// <summary>The key by which a value is recognized as a file.</summary>
    public const string Key = "$file";

    public bool IsImage => ImageType.IsShown(Type);

    /// <summary>The file that a value refers to; null if it is another value. Nothing in it has been checked but the form of the id.</summary>
    public static FileValue? Of(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object || !value.TryGetProperty(Key, out var key) || key.ValueKind != JsonValueKind.String || !Guid.TryParseExact(key.GetString(), "D", out var id))
            return null;
        return new(id, Text("name"), Text("type"), value.TryGetProperty("size", out var size) && size.ValueKind == JsonValueKind.Number && size.TryGetInt64(out var bytes) ? bytes : 0, Text("sha256"));

        string Text(string name) => value.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString()! : "";
    }

    /// <summary>Whether a value may refer to a file; false is certain.</summary>
    public static bool MayBeIn(JsonElement value) => JsonMarshal.GetRawUtf8Value(value).IndexOf("\"$file\""u8) >= 0;

    /// <summary>The files in a value, at any depth and in order.</summary>
    public static IEnumerable<FileValue> In(JsonElement value) => !MayBeIn(value) ? [] : Of(value) is { } file ? [file] : value.ValueKind switch
    {
        JsonValueKind.Array => value.EnumerateArray().SelectMany(In),
        JsonValueKind.Object => value.EnumerateObject().SelectMany(member => In(member.Value)),
        _ => [],
    };

    public JsonElement ToJson() => Json.From(new Dictionary<string, object> { [Key] = Id, ["name"] = Name, ["type"] = Type, ["size"] = Size, ["sha256"] = Sha256 });
}
