using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using HtmxFlows.Data;
using HtmxFlows.Expressions;
using HtmxFlows.Files;
using HtmxFlows.Inputs;

namespace HtmxFlows.Nodes;

/// <summary>Makes a file of a text or of base64, and reads one as such.</summary>
public sealed class FileNode : NodeType<FileNode.Configuration>
{
    public enum Operation { Read, Write, ToBase64, FromBase64, Hash }

    public sealed record Configuration
    {
        [Display(Name = "Operation", Description = "Read: a file to text. Write: text to a file; other values become JSON. To base64, from base64: any file, and back. Hash: the digest of a file."), Required]
        public Operation Operation { get; init; }

        [Display(Name = "Value", Description = "The file, the text or the base64. Default: the input."), DataType(DataType.MultilineText)]
        public Template? Value { get; init; }

        [AppliesWhen(nameof(Operation), Operation.Write, Operation.FromBase64), Display(Name = "File name", Description = "Write and from base64: the name of the new file. Default: file.txt or file.")]
        public Template? FileName { get; init; }

        [AppliesWhen(nameof(Operation), Operation.Write, Operation.FromBase64), Display(Name = "Type", Description = "Write and from base64: the media type, e.g. text/csv. Default: text/plain or application/json; images are recognized.")]
        public string Type { get; init; } = "";

        [AppliesWhen(nameof(Operation), Operation.Read, Operation.Write), Display(Name = "Encoding", Description = "Read and write: the encoding of the text, e.g. Windows-1252 or UTF-16. Default for read: the byte order mark, the type, the document's own declaration, or UTF-8; for write: UTF-8.")]
        public string Encoding { get; init; } = "";

        [AppliesWhen(nameof(Operation), Operation.Write), Display(Name = "Byte order mark", Description = "Write: begin UTF-8 with a byte order mark, which Excel needs to recognize it in CSV. UTF-16 always has one.")]
        public bool ByteOrderMark { get; init; }

        [AppliesWhen(nameof(Operation), Operation.Hash), Display(Name = "Algorithm", Description = "For hash. Sha1 and md5 are not secure; use them only where a service requires them.")]
        public HashNode.Algorithm Algorithm { get; init; }
    }

    public override string Name => "file";
    public override string Title => "File";
    public override NodeCategory Category => NodeCategory.Data;
    public override string Summary => "Makes a file of text or base64, reads a file as text or base64, or computes its hash. A file is a value with name, type and size; its bytes are stored apart from the run's values.";
    public override IReadOnlyList<string> Synonyms { get; } = ["Read/Write Files from Disk", "Move binary data", "base64", "encoding"];
    public override string Describe(WrittenConfiguration written) => $"{written.Choice("operation", "read")} {written.Text("fileName")}".TrimEnd();
    public override IReadOnlyList<NodeExample> Examples { get; } =
    [
        new("Text of a download", """{"operation": "read", "value": "{{fetch.body}}", "encoding": "Windows-1252"}"""),
        new("CSV as a file", """{"operation": "write", "value": "{{rows}}", "fileName": "rows-{{run.id}}.csv", "type": "text/csv"}"""),
        new("Image of a model's answer", """{"operation": "from-base64", "value": "{{answer.image}}", "fileName": "image.png"}"""),
        new("Digest of a download", """{"operation": "hash", "value": "{{fetch.body}}", "algorithm": "sha512"}"""),
    ];
    public override Execution Execution => Execution.External;

    protected override bool IsHeavy(Configuration configuration) => true;

    protected override IEnumerable<FieldProblem> Check(Configuration configuration)
    {
        if (CharacterSet.FindProblem(configuration.Encoding) is { } unknown)
            yield return new("encoding", unknown);
        if (configuration.Type.Length > 0 && MediaType.Safe(configuration.Type) == MediaType.Unknown && configuration.Type != MediaType.Unknown)
            yield return new("type", $"“{Excerpt.Of(configuration.Type, 40)}” is not a media type. Use a type such as text/csv or application/pdf.");
    }

    protected override async ValueTask<NodeOutcome> Execute(Configuration configuration, NodeContext context, CancellationToken cancellation)
    {
        var value = context.ValueOrInput(configuration.Value, cancellation);
        return new NodeOutcome.Completed(configuration.Operation switch
        {
            Operation.Read => Json.Text(context.Files.ReadText(context.Files.Get(value), EncodingOf(configuration))),
            Operation.Write => (await Write(configuration, value, context, cancellation)).ToJson(),
            Operation.ToBase64 => Json.Text(ToBase64(context.Files.Get(value), context)),
            Operation.FromBase64 => (await FromBase64(configuration, value, context, cancellation)).ToJson(),
            _ => Json.Text(await Hash(configuration.Algorithm, context.Files.Get(value), context, cancellation)),
        });
    }

    static Encoding? EncodingOf(Configuration configuration) => configuration.Encoding.Length > 0 ? CharacterSet.Find(configuration.Encoding) : null;

    static Task<FileValue> Write(Configuration configuration, JsonElement value, NodeContext context, CancellationToken cancellation)
    {
        // Like the journal, files are readable by everyone with access to the data folder.
        var text = context.Secrets.Mask.Mask(Json.AsText(value));
        var encoding = EncodingOf(configuration) ?? Encoding.UTF8;
        var mark = configuration.ByteOrderMark || encoding is not UTF8Encoding ? encoding.Preamble : [];
        var type = configuration.Type.Length > 0 ? configuration.Type : value.ValueKind == JsonValueKind.String ? "text/plain" : "application/json";
        return Keep(NameOf(configuration, "file.txt", context, cancellation), MediaType.Safe(type, encoding.WebName), [.. mark, .. Encode(text, encoding)], context);
    }

    static byte[] Encode(string text, Encoding encoding)
    {
        var strict = (Encoding)encoding.Clone();
        strict.EncoderFallback = EncoderFallback.ExceptionFallback;
        try
        {
            return strict.GetBytes(text);
        }
        catch (EncoderFallbackException error)
        {
            throw new NodeException($"The text has “{(error.CharUnknown == '\0' ? $"{error.CharUnknownHigh}{error.CharUnknownLow}" : error.CharUnknown)}” at character {error.Index + 1}, which {encoding.WebName} does not have. Use another encoding, such as UTF-8.", error);
        }
    }

    static Task<FileValue> FromBase64(Configuration configuration, JsonElement value, NodeContext context, CancellationToken cancellation)
    {
        try
        {
            return Keep(NameOf(configuration, "file", context, cancellation), configuration.Type, Convert.FromBase64String(Base64Of(value, context)), context);
        }
        catch (FormatException error)
        {
            throw NotBase64(value, error);
        }
    }

    static string Base64Of(JsonElement value, NodeContext context)
    {
        if (value.ValueKind != JsonValueKind.String)
            throw NotBase64(value);
        context.RefuseSecret(value.GetString()!, "decoded");
        return value.GetString()!;
    }

    static NodeException NotBase64(JsonElement value, Exception? error = null) =>
        new($"The value must be base64, but it is {Json.Describe(value)}. Use one expression that returns base64.", error);

    static async Task<FileValue> Keep(string name, string type, byte[] bytes, NodeContext context)
    {
        await using var file = context.Files.Begin(name, type);
        file.Write(bytes);
        return await context.Files.Keep(file);
    }

    static string NameOf(Configuration configuration, string otherwise, NodeContext context, CancellationToken cancellation) =>
        configuration.FileName is { Text.Length: > 0 } name ? name.Render(context, cancellation) : otherwise;

    static string ToBase64(FileValue file, NodeContext context) => file.Size / 3 * 4 < context.Limits.OutputBytes
        ? Convert.ToBase64String(context.Files.ReadAll(file))
        : throw new NodeException($"The file “{file.Name}” has {file.Size:N0} bytes, and its base64 would exceed {context.Limits.OutputBytes:N0} bytes, the limit of an output. Pass the file itself to the next node.");

    static async Task<string> Hash(HashNode.Algorithm algorithm, FileValue file, NodeContext context, CancellationToken cancellation)
    {
        await using var source = context.Files.Open(file);
        return Convert.ToHexStringLower(await CryptographicOperations.HashDataAsync(HashNode.NameOf(algorithm), source, cancellation));
    }
}
