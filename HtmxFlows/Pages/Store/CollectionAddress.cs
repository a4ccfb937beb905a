namespace HtmxFlows.Pages.Store;

/// <summary>The address of a collection. Any text is a name.</summary>
static class CollectionAddress
{
    public static string Of(string collection) => $"/store/{Uri.EscapeDataString(PathPart.Of(collection))}";

    /// <summary>The name that a part of an address stands for.</summary>
    public static string Name(string part) => PathPart.Text(part);
}
