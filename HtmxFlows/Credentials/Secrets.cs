using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Text.Json;
using HtmxFlows.Data;

namespace HtmxFlows.Credentials;

/// <summary>
/// A snapshot of the secrets of this server, as a workflow may use them: the texts that templates send, as in <c>{{secrets.NAME}}</c>, and credentials.
/// Nothing shows them: <see cref="Mask"/> masks all of them, also those that this workflow may not use.
/// </summary>
public sealed class Secrets
{
    const string Section = "HtmxFlows:Secrets", HostSection = "HtmxFlows:SecretHosts";

    /// <summary>To look for a shorter one, or one as long as a book, in everything would do harm.</summary>
    public const int Shortest = 4, Longest = 4096;

    readonly FrozenDictionary<string, string> settings;
    readonly FrozenDictionary<string, HostPatterns> settingHosts;
    readonly IReadOnlyList<OpenCredential> all;
    readonly ILookup<string, HostPatterns> bound;
    readonly bool isForAll;

    // What single workflows may use: runs of one follow each other quickly.
    readonly ConcurrentDictionary<Guid, Secrets> views = [];

    /// <param name="settings">The values of the settings by their names.</param>
    /// <param name="hosts">The hosts to which the settings bind them.</param>
    /// <exception cref="SettingException">A name or a value cannot be used.</exception>
    public Secrets(IEnumerable<KeyValuePair<string, string?>> settings, int version = 1, IReadOnlyDictionary<string, HostPatterns>? hosts = null)
        : this(settings.ToFrozenDictionary(setting => Referable(setting.Key), setting => Usable(setting.Key, setting.Value)), (hosts ?? FrozenDictionary<string, HostPatterns>.Empty).ToFrozenDictionary(), [], version, null) { }

    Secrets(FrozenDictionary<string, string> settings, FrozenDictionary<string, HostPatterns> settingHosts, IReadOnlyList<OpenCredential> all, int version, LiveSecrets? live)
    {
        (this.settings, this.settingHosts, this.all, Version, isForAll) = (settings, settingHosts, all, version, true);
        Masked = [.. settings, .. all.SelectMany(one => one.Masked)];
        bound = BindingsOf(settingHosts.Concat(all.Select(one => KeyValuePair.Create(one.Name, one.Credential.Hosts))).Where(pair => !pair.Value.IsEmpty).ToLookup(pair => pair.Key, pair => pair.Value));
        Live = live;
        Mask = new(Masked, live);
        (Credentials, Values, Names) = Open(all);
    }

    /// <summary>The same for one workflow.</summary>
    Secrets(Secrets whole, Guid? workflow)
    {
        (settings, settingHosts, all, Version, bound, Masked, Live, Mask) = (whole.settings, whole.settingHosts, whole.all, whole.Version, whole.bound, whole.Masked, whole.Live, whole.Mask);
        (Credentials, Values, Names) = Open([.. all.Where(one => one.Credential.IsFor(workflow))]);
    }

    public static Secrets None { get; } = new([]);

    /// <summary>Counts the snapshots of a server's secrets, from 1.</summary>
    public int Version { get; }

    /// <summary>The names that templates know.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>An object of the texts by their names, for templates alone.</summary>
    public JsonElement Values { get; }

    /// <summary>The credentials that may be used, by name.</summary>
    public IReadOnlyList<OpenCredential> Credentials { get; }

    public SecretMask Mask { get; }

    /// <summary>All values that are masked, with their names.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Masked { get; }

    /// <summary>Values that come later; null if there are none.</summary>
    public LiveSecrets? Live { get; }

    /// <summary>Whether a setting has a name.</summary>
    public bool IsSetting(string name) => settings.ContainsKey(name);

    /// <summary>For those who send it themselves.</summary>
    public string? Find(string name) => Values.TryGetProperty(name, out var value) ? value.GetString() : null;

    /// <summary>The same settings with other credentials.</summary>
    public Secrets With(IEnumerable<OpenCredential> credentials, LiveSecrets live) => new(settings, settingHosts, [.. credentials.OrderBy(one => one.Name, StringComparer.Ordinal)], Version + 1, live);

    /// <summary>What a workflow may use; null is a workflow that is not saved yet.</summary>
    public Secrets For(Guid? workflow) => isForAll && all.All(one => one.Credential.Workflows is null) ? this : workflow is { } id ? views.GetOrAdd(id, _ => new(this, id)) : new(this, null);

    /// <summary>The credential of a name and one of some kinds.</summary>
    /// <returns>The credential, or why there is none, in a sentence.</returns>
    public (OpenCredential? Found, string Problem) FindCredential(string name, params IReadOnlyList<string> kinds) =>
        Credentials.FirstOrDefault(one => one.Name == name) is not { } found
            ? (null, all.Any(one => one.Name == name) ? $"This workflow may not use the credential “{name}”. An owner can allow it under Credentials, or choose another one." : MissingCredential(name))
        : !kinds.Contains(found.Credential.Kind.Name)
            ? (null, $"The credential “{name}” is of the kind {found.Credential.Kind.Title.ToLowerInvariant()}, which cannot be used here. Choose one of the kind {string.Join(", ", kinds.Select(kind => CredentialKind.Find(kind)!.Title.ToLowerInvariant()))}.")
        : found.Problem is { } problem ? (null, $"The credential “{name}” cannot be read. {problem}")
        : (found, "");

    /// <summary>The names that fit a use, each with what it is. Webhooks are verified with secrets of the settings, too.</summary>
    public IEnumerable<(string Name, string Title)> NamesFor(CredentialUse use) =>
        Credentials.Where(one => CredentialKind.For(use).Contains(one.Credential.Kind.Name)).Select(one => (one.Name, one.Credential.Kind.Title))
            .Concat(use == CredentialUse.Webhook ? settings.Keys.Order(StringComparer.Ordinal).Select(name => (name, "Setting of the server")) : []).DistinctBy(one => one.Item1);

    /// <summary>Why texts must not go to an address: one holds a secret that is bound to other hosts. Null if they may.</summary>
    public string? FindRefusal(Uri url, IEnumerable<string> texts) => bound.Count == 0 ? null : texts.SelectMany(Mask.NamesIn).Distinct().Select(name => FindUnbound(name, url)).FirstOrDefault(refusal => refusal is not null);

    /// <summary>Why a secret must not go to an address, in a sentence; null if it may.</summary>
    public string? FindUnbound(string name, Uri url) => bound.Contains(name) && !bound[name].Any(hosts => hosts.Match(url)) ? NotBound(name, BoundTo(name), url) : null;

    HostPatterns BoundTo(string name) => settingHosts.GetValueOrDefault(name) ?? all.First(one => one.Name == name).Credential.Hosts;

    /// <summary>Why a credential is not sent to an address, in a sentence.</summary>
    public static string NotBound(string name, HostPatterns hosts, Uri url) => $"“{name}” is bound to {hosts.InSentence} and is not sent to {url.Authority}. Call a host that it is bound to, or ask an owner to bind it to this one.";

    /// <summary>Reads the sections <c>HtmxFlows:Secrets</c> and <c>HtmxFlows:SecretHosts</c>.</summary>
    /// <exception cref="SettingException">A name, a value or a host cannot be used.</exception>
    public static Secrets Of(IConfiguration configuration)
    {
        var settings = configuration.GetSection(Section).GetChildren().Select(secret => KeyValuePair.Create(secret.Key, secret.Value)).ToArray();
        var hosts = configuration.GetSection(HostSection).GetChildren().ToDictionary(bound => bound.Key, bound => Hosts(bound, settings.Select(setting => setting.Key)));
        return new(settings, hosts: hosts);
    }

    /// <summary>Says that there is no such secret, and what to do about it.</summary>
    public static string Missing(string name) =>
        $"There is no secret `{name}` on this server. Give it a value with the setting {Section}:{name} (in the environment HtmxFlows__Secrets__{name}), and start the server again.";

    /// <summary>Says that there is no such credential, and what to do about it.</summary>
    public static string MissingCredential(string name) => $"There is no credential “{Excerpt.Of(name)}” on this server. An owner can make it under Credentials, or choose another one.";

    /// <summary>Whether a text can be a name, in templates too.</summary>
    public static bool IsName(string name) => name.Length > 0 && char.IsLetter(name[0]) && name.All(letter => char.IsLetterOrDigit(letter) || letter is '_' or '-');

    /// <summary>The hosts by name. Who has the same value under two names may send it to the hosts of both.</summary>
    ILookup<string, HostPatterns> BindingsOf(ILookup<string, HostPatterns> own)
    {
        if (own.Count == 0)
            return own;
        var twins = Masked.ToLookup(pair => pair.Value, pair => pair.Key);
        return (from pair in Masked.Where(pair => own.Contains(pair.Key)) from name in twins[pair.Value] from hosts in own[name] select (pair.Key, hosts))
            .Concat(from bound in own from hosts in bound select (bound.Key, hosts)).Distinct().ToLookup(pair => pair.Key, pair => pair.hosts);
    }

    (IReadOnlyList<OpenCredential> Credentials, JsonElement Values, IReadOnlyList<string> Names) Open(IReadOnlyList<OpenCredential> usable)
    {
        // A setting comes before a credential of its name: it was there first.
        var values = usable.Where(one => one.Credential.Kind.Name == CredentialKind.Text && one.Problem is null).ToDictionary(one => one.Name, one => one["value"]);
        foreach (var (name, value) in settings)
            values[name] = value;
        return (usable, Json.From(values), [.. values.Keys.Order(StringComparer.Ordinal)]);
    }

    static HostPatterns Hosts(IConfigurationSection bound, IEnumerable<string> names) =>
        !names.Contains(bound.Key) ? throw new SettingException($"{bound.Path} binds a secret that has no value. Set {Section}:{bound.Key}, or take it out.")
        : HostPatterns.Read(string.Join(' ', SettingSection.List(bound))) is { Hosts: { IsEmpty: false } hosts } ? hosts
        : throw new SettingException($"{bound.Path} must be hosts such as api.example.com or *.example.com, with commas between them.");

    static string Referable(string name) => IsName(name) ? name
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
