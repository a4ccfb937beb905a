using System.Text;
using HtmxFlows.Data;
using HtmxFlows.Expressions;
using HtmxFlows.Files;
using HtmxFlows.Outbound;

namespace HtmxFlows.Nodes;

/// <summary>The body of a request, and the type that it has unless a header says another.</summary>
/// <param name="Bytes">What is sent from memory; null if there is no body, or one with files.</param>
/// <param name="Upload">A body with files.</param>
sealed record HttpBody(byte[]? Bytes, string? ContentType, OutboundUpload? Upload = null)
{
    public const string PlainText = "text/plain; charset=utf-8", JsonType = "application/json", FormType = "application/x-www-form-urlencoded";

    static readonly HttpBody None = new(null, null);

    /// <exception cref="NodeException">It is not of the kind that the configuration says.</exception>
    public static HttpBody Of(HttpConfiguration configuration, NodeContext context, CancellationToken cancellation) => configuration.BodyKind switch
    {
        HttpBodyKind.None => None,
        HttpBodyKind.Form => Form(configuration.Form, context, cancellation),
        HttpBodyKind.Multipart => HttpMultipart.Of(configuration.Form, context, cancellation),
        HttpBodyKind.File => OfFile(context.Files, context.Files.Get(configuration.Body?.Evaluate(context, cancellation) ?? Json.Null)),
        var kind when configuration.Body is { Text.Length: > 0 } template => HttpText.Of(kind, template, context, cancellation),
        HttpBodyKind.Json => throw new NodeException("The body is empty; JSON is required. Fill in Body, or choose another Body type."),
        _ => None,
    };

    static HttpBody Form(IReadOnlyList<HttpFormField> fields, NodeContext context, CancellationToken cancellation) => new(
        Utf8(string.Join('&', fields.SelectMany(field => FormPairs.Of(field.Name, field.Value.Evaluate(context, cancellation))))), FormType);

    /// <summary>The bytes of a file.</summary>
    public static HttpBody OfFile(NodeFiles files, FileValue file) => new(null, file.Type, new([Piece(files, file)]));

    public static OutboundPiece Piece(NodeFiles files, FileValue file) => new(file.Size, () => files.Open(file));

    public static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
