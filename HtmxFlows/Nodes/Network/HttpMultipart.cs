using System.Security.Cryptography;
using HtmxFlows.Data;
using HtmxFlows.Expressions;
using HtmxFlows.Outbound;

namespace HtmxFlows.Nodes;

/// <summary>A body of the type <c>multipart/form-data</c>. Files in it are streamed.</summary>
static class HttpMultipart
{
    /// <exception cref="NodeException">A value is not what its field says.</exception>
    public static HttpBody Of(IReadOnlyList<HttpFormField> fields, NodeContext context, CancellationToken cancellation) =>
        Join([.. fields.SelectMany(field => Parts(field, context, cancellation))]);

    static IEnumerable<Part> Parts(HttpFormField field, NodeContext context, CancellationToken cancellation)
    {
        var fileName = field.FileName is { Text.Length: > 0 } name ? name.Render(context, cancellation) : null;
        return FormPairs.Values(field.Value.Evaluate(context, cancellation)).Select(one => context.Files.Find(one) is { } file
            ? new Part(Head(field, fileName ?? file.Name, field.Type.Length > 0 ? field.Type : file.Type), HttpBody.Piece(context.Files, file), file.Sha256)
            : Inline(Head(field, fileName, field.Type), field.Base64 ? Bytes64(field.Name, Json.AsText(one)) : HttpBody.Utf8(Json.AsText(one))));
    }

    static string Head(HttpFormField field, string? fileName, string type) =>
        $"Content-Disposition: form-data; name=\"{Quoted(field.Name)}\"{(fileName is null ? "" : $"; filename=\"{Quoted(fileName)}\"")}{(type.Length > 0 ? $"\r\nContent-Type: {Quoted(type)}" : "")}";

    static Part Inline(string head, byte[] content) => new(head, OutboundPiece.Of(content), Convert.ToHexStringLower(SHA256.HashData(content)));

    static HttpBody Join(Part[] parts)
    {
        // By what is sent, so that another attempt sends the same; and nobody who writes one part can know it and so begin another.
        var boundary = Convert.ToHexStringLower(SHA256.HashData(HttpBody.Utf8(string.Concat(parts.Select(part => part.Head + part.Hash)))));
        OutboundPiece[] pieces =
        [
            .. parts.SelectMany(part => new[] { Text($"--{boundary}\r\n{part.Head}\r\n\r\n"), part.Content, Text("\r\n") }),
            Text($"--{boundary}--\r\n"),
        ];
        var type = $"multipart/form-data; boundary={boundary}";
        return pieces.All(piece => piece.Bytes is not null) ? new([.. pieces.SelectMany(piece => piece.Bytes!)], type) : new(null, type, new(pieces));
    }

    static OutboundPiece Text(string text) => OutboundPiece.Of(HttpBody.Utf8(text));

    // As browsers do it (HTML, "multipart/form-data encoding algorithm").
    static string Quoted(string text) =>
        text.Replace("\"", "%22", StringComparison.Ordinal).Replace("\r", "%0D", StringComparison.Ordinal).Replace("\n", "%0A", StringComparison.Ordinal);

    static byte[] Bytes64(string field, string value)
    {
        try
        {
            return Convert.FromBase64String(value);
        }
        catch (FormatException error)
        {
            throw new NodeException($"The field `{field}` must be base64, but it is {Json.Describe(Json.Text(value))}. Correct its value, or turn off Base64.", error);
        }
    }

    /// <param name="Hash">Of the content.</param>
    sealed record Part(string Head, OutboundPiece Content, string Hash);
}
