using System.Text.Json;
using HtmxFlows.Data;

namespace HtmxFlows.Credentials;

/// <summary>
/// A snapshot of the values that templates send, as in <c>{{secrets.NAME}}</c>. Nothing shows them: <see cref="Mask"/> masks them.
/// </summary>
public sealed class Secrets
{
    const string Section = "HtmxFlows:Secrets";

    /// <summary>To look for a shorter one, or one as long as a book, in everything would do harm.</summary>
    const int Shortest = 4, Longest = 4096;

    /// <exception cref="SettingException">A name or a value cannot be used.</exception>
    public Secrets(IEnumerable<KeyValuePair<string, string?>> settings, int version = 1)
    {
        Version = version;
        var values = settings.ToDictionary(setting => Referable(setting.Key), setting => Usable(setting.Key, setting.Value));
        Names = [.. values.Keys.Order(StringComparer.Ordinal)];
        Values = Json.From(values);
        Mask = new(values);
    }

    public static Secrets None { get; } = new([]);

    /// <summary>Counts the snapshots of a server's credentials, from 1.</summary>
    public int Version { get; }

    public IReadOnlyList<string> Names { get; }

    /// <summary>An object of the values by their names, for templates alone.</summary>
    public JsonElement Values { get; }

    public SecretMask Mask { get; }

    /// <summary>For those who send it themselves.</summary>
    public string? Find(string name) => Values.TryGetProperty(name, out var value) ? value.GetString() : null;

    /// <summary>Reads the section <c>HtmxFlows:Secrets</c>.</summary>
    /// <inheritdoc cref="Secrets(IEnumerable{KeyValuePair{string, string}}, int)" path="/exception"/>
    public static Secrets Of(IConfiguration configuration) =>
        new(configuration.GetSection(Section).GetChildren().Select(secret => KeyValuePair.Create(secret.Key, secret.Value)));

    /// <summary>Says that there is no such secret, and what to do about it.</summary>
    public static string Missing(string name) =>
        $"There is no secret `{name}` on this server. Give it a value with the setting {Section}:{name} (in the environment HtmxFlows__Secrets__{name}), and start the server again.";

    static string Referable(string name) =>
        char.IsLetter(name[0]) && name.All(letter => char.IsLetterOrDigit(letter) || letter is '_' or '-') ? name
            : throw new SettingException($"{Section}:{name} is no name that templates can refer to. It must begin with a letter and have only letters, digits, _ and -.");

    static string Usable(string name, string? value) => value switch
    {
        null => throw new SettingException($"{Section}:{name} has no value. Give it one, or take it out."),
        { Length: < Shortest } => throw new SettingException(
            $"{Section}:{name} is shorter than {Shortest} characters. It is masked wherever it appears, and something so short appears everywhere. Use a longer one, or take it out."),
        { Length: > Longest } => throw new SettingException($"{Section}:{name} is longer than {Longest:N0} characters. Use a shorter one."),
        _ when string.IsNullOrWhiteSpace(value) => throw new SettingException($"{Section}:{name} is nothing but white space. Give it a value, or take it out."),
        _ => value,
    };
}
