using HtmxFlows.Data;

namespace HtmxFlows.Keys;

/// <summary>
/// The keys of this server: the current one seals, and older ones open what they sealed. They are in a file of the data folder, which is made when a key
/// is first needed, or where the settings say.
/// </summary>
public sealed class KeyRing
{
    /// <summary>The name of the file in the data folder.</summary>
    public const string FileName = "server.key";

    readonly Lock gate = new();

    // Null: the settings hold the keys, and the program changes none.
    readonly ServerKeyFile? file;
    volatile IReadOnlyList<ServerKey> keys;

    /// <param name="folder">The data folder.</param>
    /// <exception cref="SettingException">There is something else where a key should be. Nothing was changed.</exception>
    public KeyRing(KeyOptions options, string folder)
    {
        var isGiven = options.ServerFile.Length > 0;
        if (options.Server.Count > 0)
        {
            keys = isGiven ? throw new SettingException($"{KeyOptions.Section}:Server and {KeyOptions.Section}:ServerFile are both set. Keep one of them.") : [.. options.Server.Select(Parse)];
            return;
        }
        file = new(isGiven ? options.ServerFile : Path.Combine(folder, FileName));
        keys = file.Read() ?? (isGiven
            ? throw new SettingException($"There is no file {file.Path}, which {KeyOptions.Section}:ServerFile names. Put the server key there, or make one with: openssl rand -base64 32 > {file.Path}")
            : []);
    }

    /// <summary>Where the keys are, in a sentence.</summary>
    public string Place => file?.Path ?? $"{KeyOptions.Section}:Server";

    /// <summary>The ids of the keys, the current one first; none if no key was needed yet.</summary>
    public IReadOnlyList<string> Ids => [.. keys.Select(key => key.Id)];

    /// <summary>The key that seals. The first is made now, durably.</summary>
    /// <exception cref="SettingException">It cannot be written.</exception>
    internal ServerKey Current
    {
        get
        {
            if (keys is [var current, ..])
                return current;
            lock (gate)
                return keys is [var made, ..] ? made : Put([ServerKey.New()]);
        }
    }

    /// <summary>The key of an id; null if this server does not have it.</summary>
    internal ServerKey? Find(string id) => keys.FirstOrDefault(key => key.Id == id);

    /// <summary>
    /// Makes a new key the current one, durably, and keeps the others. Where the settings hold the keys, the new one has to be there already.
    /// </summary>
    /// <returns>The id of the current key.</returns>
    /// <exception cref="SettingException">The settings hold no new key, or the file cannot be written.</exception>
    public string Renew()
    {
        lock (gate)
        {
            return file is not null ? Put([ServerKey.New(), .. keys]).Id
                : keys.Count > 1 ? keys[0].Id
                : throw new SettingException($"{KeyOptions.Section}:Server holds one key. Put a new one before it, with a comma between them (openssl rand -base64 32 makes one), and start the command again.");
        }
    }

    /// <summary>Forgets all keys but the current one, once nothing is sealed with them.</summary>
    public void Retire()
    {
        lock (gate)
        {
            if (file is not null)
                Put(keys.Take(1));
        }
    }

    ServerKey Put(IEnumerable<ServerKey> next)
    {
        ServerKey[] all = [.. next];
        file!.Write(all);
        keys = all;
        return all[0];
    }

    static ServerKey Parse(string text) => ServerKey.Parse(text)
        ?? throw new SettingException($"{KeyOptions.Section}:Server must hold keys of {Cipher.KeyBytes} bytes in base64, such as openssl rand -base64 32 makes.");
}
