namespace HtmxFlows.Credentials;

/// <summary>Secrets that this process got while it runs: tokens. Runs that began earlier mask them as well.</summary>
public sealed class LiveSecrets
{
    /// <summary>How many values of one credential are masked: the newest, and those that peers may still answer with.</summary>
    const int MostOfName = 8;

    readonly Lock gate = new();
    volatile IReadOnlyList<KeyValuePair<string, string>> values = [];
    volatile SecretMask mask = new([]);

    public SecretMask Mask => mask;

    public IReadOnlyList<KeyValuePair<string, string>> Values => values;

    /// <summary>Adds a value under the name of its credential.</summary>
    public void Add(string name, string value)
    {
        var added = KeyValuePair.Create(name, value);
        if (value.Length < Secrets.Shortest || values.Contains(added))
            return;
        lock (gate)
        {
            values = [.. values.Where(one => one.Key != name), .. values.Where(one => one.Key == name).TakeLast(MostOfName - 1), added];
            mask = new(values);
        }
    }
}
