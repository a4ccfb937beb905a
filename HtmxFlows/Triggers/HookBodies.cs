using System.Text;
using System.Text.Json;
using HtmxFlows.Data;
using HtmxFlows.Files;

namespace HtmxFlows.Triggers;

/// <summary>Reads the bodies of calls, by their media types. JSON is read as strictly as all JSON here: UTF-8, no key twice, a limited depth.</summary>
sealed class HookBodies(FileStore files)
{
    /// <summary>How many levels a body may have: it is a member of the data of the run.</summary>
    public const int MaxDepth = Json.MaxDepth - 1;

    static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public async Task<HookBody> Read(HookCall call)
    {
        try
        {
            return call.Body.Length == 0 ? new HookBody.Read(Json.Null, []) : call.MediaType switch
            {
                "" or "application/json" => ReadJson(call.Body),
                "application/x-www-form-urlencoded" => new HookBody.Read(Json.From(FormText.Read(Utf8.GetString(call.Body.Span))), []),
                "multipart/form-data" => await call.ReadParts() is { } parts ? await ReadParts(parts) : new HookBody.Unreadable("The form cannot be read. Send multipart/form-data with its boundary."),
                var type when type.EndsWith("+json", StringComparison.Ordinal) => ReadJson(call.Body),
                var type when type.StartsWith("text/", StringComparison.Ordinal) || type == "application/xml" || type.EndsWith("+xml", StringComparison.Ordinal) => new HookBody.Read(Json.Text(ReadText(call)), []),
                var type => await ReadFile(call, type),
            };
        }
        catch (DecoderFallbackException)
        {
            return new HookBody.Unreadable("The body is not UTF-8. Send it in UTF-8.");
        }
        catch (FileException error)
        {
            return new HookBody.Unreadable(error.Message);
        }
    }

    static HookBody ReadJson(ReadOnlyMemory<byte> body)
    {
        try
        {
            var value = Json.Parse(Utf8.GetString(body.Span));
            return Json.IsTooDeep(value, MaxDepth) ? new HookBody.Unreadable($"The body nests deeper than {MaxDepth} levels.") : new HookBody.Read(value, []);
        }
        catch (JsonException error)
        {
            return new HookBody.Unreadable($"The body is not valid JSON: {JsonFault.Reason(error)}.");
        }
    }

    static string ReadText(HookCall call) =>
        Files.MediaType.CharsetOf(call.Header("Content-Type")) is { } charset && CharacterSet.Find(charset) is { } encoding && encoding.CodePage != Encoding.UTF8.CodePage
            ? CharacterSet.Read(call.Body.ToArray(), encoding) : Utf8.GetString(call.Body.Span);

    async Task<HookBody> ReadFile(HookCall call, string type)
    {
        var file = await Keep("body", type, call.Body);
        return new HookBody.Read(file.ToJson(), [file]);
    }

    async Task<HookBody> ReadParts(IReadOnlyList<HookPart> parts)
    {
        List<KeyValuePair<string, JsonElement>> fields = [];
        List<FileValue> kept = [];
        foreach (var part in parts)
        {
            if (part.FileName is not { } name)
            {
                fields.Add(new(part.Name, Json.Text(Utf8.GetString(part.Bytes.Span))));
                continue;
            }
            kept.Add(await Keep(name, part.Type, part.Bytes));
            fields.Add(new(part.Name, kept[^1].ToJson()));
        }
        return new HookBody.Read(Json.From(FormText.Group(fields)), kept);
    }

    async Task<FileValue> Keep(string name, string? type, ReadOnlyMemory<byte> bytes)
    {
        await using var file = files.Begin(name, type);
        await file.WriteAsync(bytes);
        return (await files.Keep([file], run: null))[0];
    }
}
