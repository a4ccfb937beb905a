using System.Text.Json;
using HtmxFlows.Files;

namespace HtmxFlows.Views;

/// <summary>A file as a page shows it: its name as a link, its type and size, and an image inline.</summary>
/// <param name="Address">Of the bytes, below the path of the app. Their type comes from the server, whatever the value says.</param>
public sealed record FileLine(string Address, string Name, string Facts, bool IsImage)
{
    /// <summary>The largest image that a page shows inline, in bytes.</summary>
    public const int LargestImage = 10 * 1024 * 1024;

    /// <summary>The first files in a value.</summary>
    public static IReadOnlyList<FileLine> In(JsonElement value, int most) => [.. FileValue.In(value).Take(most).Select(Of)];

    static FileLine Of(FileValue file) => new(
        $"/files/{file.Id}", file.Name.Length > 0 ? file.Name : "file", $"{Words.Size(file.Size)} · {(file.Type.Length > 0 ? file.Type : "unknown type")}",
        file.IsImage && file.Size <= LargestImage);
}
