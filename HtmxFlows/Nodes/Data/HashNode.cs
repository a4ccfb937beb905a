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
        [Display(Name = "Operation", Description = "Digest: the fingerprint of a text. Hmac: a signature with a key. Encode and decode: a text as hexadecimal digits, base64 or part of an address, and back."), Required]
        public Operation Operation { get; init; }

        [Display(Name = "Value", Description = "The text; its bytes are those of UTF-8. Left out, it is the input. What is no text is taken as its JSON."), DataType(DataType.MultilineText)]
        public Template? Value { get; init; }

        [Display(Name = "Algorithm", Description = "For digest and hmac. sha1 and md5 are there for those who ask for them; they keep nobody out.")]
        public Algorithm Algorithm { get; init; }

        [Display(Name = "Key", Description = "For hmac: the key, best a secret as in {{secrets.SIGNING_KEY}}.")]
        public Template? Key { get; init; }

        [Display(Name = "Encoding", Description = "How the result is written, or the value is to be read. Url is for encode and decode alone.")]
        public Encoding Encoding { get; init; }
    }

    public override string Name => "hash";
    public override string Title => "Hash and encode";
    public override NodeCategory Category => NodeCategory.Data;
    public override string Summary => "Makes a digest or a signature (HMAC) of a text; encodes a text in base64, hexadecimal or for an address, and decodes it.";
    public override IReadOnlyList<NodeExample> Examples { get; } =
    [
        new("The fingerprint of a text", """{"operation": "digest", "value": "{{prompt}}"}""", """{"prompt": "Hello"}"""),
        new("The signature of a message", """{"operation": "hmac", "value": "{{input}}", "key": "{{run.id}}", "encoding": "base64"}""", """{"input": {"id": 1}, "run": {"id": "0198c1e0"}}"""),
        new("A part of an address", """{"operation": "encode", "value": "{{prompt}}", "encoding": "url"}""", """{"prompt": "Zürich & Genève"}"""),
        new("What stands in base64", """{"operation": "decode", "value": "SGVsbG8=", "encoding": "base64"}"""),
    ];

    protected override IEnumerable<FieldProblem> Check(Configuration configuration)
    {
        if (configuration.Operation == Operation.Hmac && string.IsNullOrEmpty(configuration.Key?.Text))
            yield return new("key", "Key is missing.");
        if (configuration is { Operation: Operation.Digest or Operation.Hmac, Encoding: Encoding.Url })
            yield return new("encoding", "A digest is bytes, which url does not write. Use hex, base64 or base64-url.");
    }

    protected override ValueTask<NodeOutcome> Execute(Configuration configuration, NodeContext context, CancellationToken cancellation)
    {
        var text = Json.AsText(context.ValueOrInput(configuration.Value, cancellation));
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
            : throw new NodeException("The key is empty, and a signature with it would be worth nothing. Change the field Key.");

    static HashAlgorithmName NameOf(Algorithm algorithm) => new(algorithm.ToString().ToUpperInvariant());

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
            throw new NodeException("What was decoded is no text in UTF-8, and a value cannot hold other bytes.", error);
        }
    }

    static readonly Dictionary<Encoding, string> Words = new() { [Encoding.Hex] = "hexadecimal", [Encoding.Base64] = "base64", [Encoding.Base64Url] = "base64 for addresses" };
}
