using System.Text;
using System.Text.Json;
using HtmxFlows.Data;

namespace HtmxFlows.Triggers;

/// <summary>A call of a webhook, as it was received.</summary>
/// <param name="Method">In capital letters.</param>
/// <param name="Path">The path behind the key of the address, decoded, without slashes at its ends.</param>
/// <param name="Query">The query, without its question mark.</param>
/// <param name="Headers">The values by names; several of one name are joined by commas.</param>
/// <param name="Body">The bytes of the body.</param>
/// <param name="Sender">The network address of the client.</param>
public sealed record HookCall(string Method, string Path, string Query, IReadOnlyDictionary<string, string> Headers, ReadOnlyMemory<byte> Body, string Sender)
{
    const int LongestExcerpt = 500;

    /// <summary>Headers that prove who the sender is, and so are no data of runs.</summary>
    static readonly HashSet<string> Proofs = new(StringComparer.OrdinalIgnoreCase) { "Authorization", "Proxy-Authorization", "Cookie", "X-API-Key", "X-Gitlab-Token" };

    /// <summary>Reads the parts of a form with parts (multipart/form-data); null if it is none.</summary>
    public Func<Task<IReadOnlyList<HookPart>?>> ReadParts { get; init; } = () => Task.FromResult<IReadOnlyList<HookPart>?>(null);

    /// <summary>The value of a header; empty if there is none.</summary>
    public string Header(string name) => Headers.GetValueOrDefault(name, "");

    /// <summary>The media type of the body in lower case, without parameters.</summary>
    public string MediaType => Header("Content-Type").Split(';')[0].Trim().ToLowerInvariant();

    /// <summary>The beginning of the body as text, for people.</summary>
    public string Excerpt
    {
        get
        {
            var text = Data.Excerpt.Of(Encoding.UTF8.GetString(Body.Span[..Math.Min(Body.Length, 4 * LongestExcerpt)]), LongestExcerpt);
            return text.Any(IsUnprintable) ? string.Concat(text.Select(letter => IsUnprintable(letter) ? ' ' : letter)) : text;
        }
    }

    static bool IsUnprintable(char letter) => char.IsControl(letter) && letter is not ('\n' or '\t');

    /// <summary>What the run sees as <c>trigger</c>.</summary>
    /// <param name="secretHeader">A header that holds a secret besides the usual ones; empty is none.</param>
    public JsonElement ToData(IReadOnlyDictionary<string, string> parameters, HookBody.Read body, string secretHeader) => Json.From(new
    {
        method = Method,
        path = Path.Length == 0 ? "" : $"/{Path}",
        @params = parameters,
        query = FormText.Read(Query),
        headers = Headers.Where(header => !Proofs.Contains(header.Key) && !header.Key.Equals(secretHeader, StringComparison.OrdinalIgnoreCase)).ToDictionary(header => header.Key.ToLowerInvariant(), header => header.Value),
        body = body.Value,
        files = body.Files.Select(file => file.ToJson()),
        remote = Sender,
    });
}

/// <summary>A part of a form.</summary>
/// <param name="Name">The name of its field.</param>
/// <param name="FileName">The name of a file, as the sender wrote it; null if it is a text.</param>
public sealed record HookPart(string Name, string? FileName, string? Type, ReadOnlyMemory<byte> Bytes);
