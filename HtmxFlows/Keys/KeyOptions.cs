namespace HtmxFlows.Keys;

/// <summary>The settings of the server key. Without one, the key is in the data folder.</summary>
public sealed class KeyOptions
{
    public const string Section = "HtmxFlows:Keys";

    /// <summary>The keys in base64: the current one first, then older ones that stored values may still need.</summary>
    public IReadOnlyList<string> Server { get; set; } = [];

    /// <summary>The path of a file outside the data folder that holds the keys in this order, one a line.</summary>
    public string ServerFile { get; set; } = "";
}
