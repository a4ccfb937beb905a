using System.Security.Cryptography;
using System.Text;
using HtmxFlows.Data;
using HtmxFlows.Expressions;

namespace HtmxFlows.Nodes;

/// <summary>The body of a request, and the type that it has unless a header says another.</summary>
sealed record HttpBody(byte[]? Bytes, string? ContentType)
{
    public const string PlainText = "text/plain; charset=utf-8", JsonType = "application/json", FormType = "application/x-www-form-urlencoded";

    static readonly HttpBody None = new(null, null);

    /// <exception cref="NodeException">It is not of the kind that the configuration says.</exception>
    public static HttpBody Of(HttpConfiguration configuration, NodeContext context, CancellationToken cancellation) => configuration.BodyKind switch
    {
        HttpBodyKind.None => None,
        HttpBodyKind.Form => Form(configuration.Form, context, cancellation),
        HttpBodyKind.Multipart => Multipart([.. configuration.Form.SelectMany(field => Parts(field, context, cancellation))]),
        var kind when configuration.Body is { Text.Length: > 0 } template => HttpText.Of(kind, template, context, cancellation),
        HttpBodyKind.Json => throw new NodeException("The body is empty; JSON is required. Fill in Body, or choose another Body type."),
        _ => None,
    };

    static HttpBody Form(IReadOnlyList<HttpFormField> fields, NodeContext context, CancellationToken cancellation) => new(
        Utf8(string.Join('&', fields.SelectMany(field => FormPairs.Of(field.Name, field.Value.Evaluate(context, cancellation))))), FormType);

    static IEnumerable<(string Head, byte[] Content)> Parts(HttpFormField field, NodeContext context, CancellationToken cancellation)
    {
        var head = $"Content-Disposition: form-data; name=\"{Quoted(field.Name)}\"";
        if (field.FileName is { Text.Length: > 0 } name)
            head += $"; filename=\"{Quoted(name.Render(context, cancellation))}\"";
        if (field.Type.Length > 0)
            head += $"\r\nContent-Type: {Quoted(field.Type)}";
        return FormPairs.Values(field.Value.Evaluate(context, cancellation)).Select(value => (head, field.Base64 ? Bytes64(field.Name, value) : Utf8(value)));
    }

    static HttpBody Multipart((string Head, byte[] Content)[] parts)
    {
        // By what is sent, so that another attempt sends the same; and nobody who writes one part can know it and so begin another.
        var boundary = Convert.ToHexStringLower(SHA256.HashData([.. parts.SelectMany(part => Utf8(part.Head).Concat(part.Content))]));
        using var body = new MemoryStream();
        foreach (var (head, content) in parts)
        {
            body.Write(Utf8($"--{boundary}\r\n{head}\r\n\r\n"));
            body.Write(content);
            body.Write("\r\n"u8);
        }
        body.Write(Utf8($"--{boundary}--\r\n"));
        return new(body.ToArray(), $"multipart/form-data; boundary={boundary}");
    }

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

    public static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
