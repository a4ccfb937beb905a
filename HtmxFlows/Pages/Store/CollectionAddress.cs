namespace HtmxFlows.Pages.Store;

/// <summary>
/// The name of a collection as a part of an address. Any text is a name; what a browser or a server would take for a part of the path
/// itself is encoded twice, once for them and once for us.
/// </summary>
static class CollectionAddress
{
    public static string Of(string collection) => $"/store/{Uri.EscapeDataString(Part(collection))}";

    /// <summary>The name that the part stands for.</summary>
    public static string Name(string part) => Uri.UnescapeDataString(part);

    static string Part(string collection) => collection is "." or ".."
        ? collection.Replace(".", "%2E", StringComparison.Ordinal)
        : string.Concat(collection.Select(letter => letter is '%' or '/' or '\\' || letter < ' ' ? Uri.HexEscape(letter) : letter.ToString()));
}
