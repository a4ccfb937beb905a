namespace HtmxFlows.Pages.Store;

/// <summary>
/// The name of a collection as a segment of an address. Any text is a name; characters that a browser or a server would interpret as part
/// of the path are encoded twice.
/// </summary>
static class CollectionAddress
{
    public static string Of(string collection) => $"/store/{Uri.EscapeDataString(Part(collection))}";

    /// <summary>The name of the collection that the segment encodes.</summary>
    public static string Name(string part) => Uri.UnescapeDataString(part);

    static string Part(string collection) => collection is "." or ".."
        ? collection.Replace(".", "%2E", StringComparison.Ordinal)
        : string.Concat(collection.Select(letter => letter is '%' or '/' or '\\' || letter < ' ' ? Uri.HexEscape(letter) : letter.ToString()));
}
