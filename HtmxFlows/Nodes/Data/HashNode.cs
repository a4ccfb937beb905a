using System.Buffers.Text;
using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;
using System.Text;
using HtmxFlows.Data;
using HtmxFlows.Expressions;
using HtmxFlows.Inputs;

namespace HtmxFlows.Nodes;

/// <summary>Makes digests and signatures of a text, and encodes and decodes it.</summary>
public sealed class HashNode : NodeType<HashNode.Configuration>
{
    static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public enum Operation { Digest, Hmac, Encode, Decode }

    public enum Algorithm { Sha256, Sha384, Sha512, Sha1, Md5 }

    public enum Encoding { Hex, Base64, Base64Url, Url }

    public sealed record Configuration
    {
        [Display(Name = "Operation", Description = "Digest: a text's fingerprint. Hmac: a signature with a key. Encode and decode: hexadecimal, base64 or URL encoding, and back."), Required]
        public Operation Operation { get; init; }

        [Display(Name = "Value", Description = "The text, in UTF-8. Other values are converted to JSON. Default: the input."), DataType(DataType.MultilineText)]
        public Template? Value { get; init; }

        [AppliesWhen(nameof(Operation), Operation.Digest, Operation.Hmac), Display(Name = "Algorithm", Description = "For digest and hmac. sha1 and md5 are not secure; use them only where a service requires them.")]
        public Algorithm Algorithm { get; init; }

        [AppliesWhen(nameof(Operation), Operation.Hmac), Display(Name = "Key", Description = "For hmac: the key, preferably a secret, e.g. {{secrets.SIGNING_KEY}}.")]
        public Template? Key { get; init; }

        [Display(Name = "Encoding", Description = "The encoding of the result, or of the value to decode. Url is for encode and decode only.")]
        public Encoding Encoding { get; init; }
    }

    public override string Name => "hash";
    public override string Title => "Hash and encode";
    public override NodeCategory Category => NodeCategory.Data;
    public override string Summary => "Computes a digest or a signature (HMAC), or encodes and decodes text as base64, hexadecimal or URL. A secret can be hashed and used as a key, but not encoded.";
    public override IReadOnlyList<string> Synonyms { get; } = ["Crypto", "HMAC", "sign", "SHA-256", "MD5", "base64", "URL encode"];
    public override string Describe(WrittenConfiguration written) => written.Text("operation", "digest") is "digest" or "hmac" ? $"{written.Text("operation", "digest")} {written.Text("algorithm", "sha256")}" : $"{written.Text("operation")} {written.Text("encoding", "hex")}";
    public override IReadOnlyList<NodeExample> Examples { get; } =
    [
        new("Fingerprint of a text", """{"operation": "digest", "value": "{{prompt}}"}""", """{"prompt": "Hello"}"""),
        new("Signature of a message", """{"operation": "hmac", "value": "{{input}}", "key": "{{run.id}}", "encoding": "base64"}""", """{"input": {"id": 1}, "run": {"id": "0198c1e0"}}"""),
        new("Part of a URL", """{"operation": "encode", "value": "{{prompt}}", "encoding": "url"}""", """{"prompt": "Zürich & Genève"}"""),
        new("Decode base64", """{"operation": "decode", "value": "SGVsbG8=", "encoding": "base64"}"""),
    ];

    protected override IEnumerable<FieldProblem> Check(Configuration configuration)
    {
        if (configuration.Operation == Operation.Hmac && string.IsNullOrEmpty(configuration.Key?.Text))
            yield return new("key", "Key is required.");
        if (configuration is { Operation: Operation.Digest or Operation.Hmac, Encoding: Encoding.Url })
            yield return new("encoding", "Url encoding is for text, and a digest is bytes. Use hex, base64 or base64-url.");
    }

    protected override ValueTask<NodeOutcome> Execute(Configuration configuration, NodeContext context, CancellationToken cancellation)
    {
        var text = Json.AsText(context.ValueOrInput(configuration.Value, cancellation));
        if (configuration.Operation is Operation.Encode or Operation.Decode)
            context.RefuseSecret(text, configuration.Operation == Operation.Encode ? "encoded" : "decoded");
        return new(new NodeOutcome.Completed(Json.Text(configuration.Operation switch
        {
            Operation.Digest => Write(CryptographicOperations.HashData(NameOf(configuration.Algorithm), Utf8.GetBytes(text)), configuration.Encoding),
            Operation.Hmac => Write(CryptographicOperations.HmacData(NameOf(configuration.Algorithm), Utf8.GetBytes(Key(configuration, context, cancellation)), Utf8.GetBytes(text)), configuration.Encoding),
            Operation.Encode => configuration.Encoding == Encoding.Url ? Uri.EscapeDataString(text) : Write(Utf8.GetBytes(text), configuration.Encoding),
            _ => Decode(text, configuration.Encoding),
        })));
    }

    static string Key(Configuration configuration, NodeContext context, CancellationToken cancellation) =>
        configuration.Key!.Render(context, cancellation) is { Length: > 0 } key ? key
            : throw new NodeException("The key is empty, so the signature would not be secure. Change the field Key.");

    internal static HashAlgorithmName NameOf(Algorithm algorithm) => new(algorithm.ToString().ToUpperInvariant());

    static string Write(byte[] bytes, Encoding encoding) => encoding switch
    {
        Encoding.Base64 => Convert.ToBase64String(bytes),
        Encoding.Base64Url => Base64Url.EncodeToString(bytes),
        _ => Convert.ToHexStringLower(bytes),
    };

    static string Decode(string text, Encoding encoding)
    {
        try
        {
            return encoding switch
            {
                Encoding.Url => Uri.UnescapeDataString(text),
                Encoding.Base64 => Utf8.GetString(Convert.FromBase64String(text)),
                Encoding.Base64Url => Utf8.GetString(Base64Url.DecodeFromChars(text)),
                _ => Utf8.GetString(Convert.FromHexString(text)),
            };
        }
        catch (FormatException error)
        {
            throw new NodeException($"{Json.Describe(Json.Text(text))} is not {Words[encoding]}. Use another encoding, or another value.", error);
        }
        catch (DecoderFallbackException error)
        {
            throw new NodeException("The decoded bytes are not UTF-8 text, and a value cannot hold other bytes.", error);
        }
    }

    static readonly Dictionary<Encoding, string> Words = new() { [Encoding.Hex] = "hexadecimal", [Encoding.Base64] = "base64", [Encoding.Base64Url] = "base64 for addresses" };
}
