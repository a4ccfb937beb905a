using HtmxFlows.Data;

namespace HtmxFlows.Accounts;

/// <summary>The settings of the identity provider at which users sign in (OpenID Connect).</summary>
public sealed class ProviderOptions
{
    public const string Section = "HtmxFlows:Oidc";

    const string RoleSection = "Roles";

    IReadOnlyList<(Role Role, IReadOnlyList<string> Groups)> roles = [];

    /// <summary>The address of the provider, which publishes its configuration below it. Empty if there is none.</summary>
    public string Authority { get; init; } = "";

    public string ClientId { get; init; } = "";

    /// <summary>Empty for a public client.</summary>
    public string ClientSecret { get; init; } = "";

    /// <summary>What people call the provider.</summary>
    public string Name { get; init; } = "single sign-on";

    public IReadOnlyList<string> Scopes { get; init; } = [];

    /// <summary>The claim that holds the groups of a user.</summary>
    public string GroupsClaim { get; init; } = "groups";

    /// <summary>Whether people whom the provider knows and this server does not become users when they sign in.</summary>
    public bool AddUsers { get; init; }

    /// <summary>The role of those users where no groups give one.</summary>
    public string Role { get; init; } = "viewer";

    public bool IsConfigured => Authority.Length > 0;

    /// <summary>Whether groups decide about roles.</summary>
    public bool HasRoles => roles.Count > 0;

    /// <summary>The role of added users.</summary>
    public Role DefaultRole => Roles.Find(Role)!.Value;

    /// <summary>The highest role that groups give; null if they give none.</summary>
    public Role? RoleOf(IReadOnlyList<string> groups) => roles.Where(role => role.Groups.Intersect(groups).Any()).Select(role => (Role?)role.Role).FirstOrDefault();

    /// <exception cref="SettingException">A setting is missing or has an invalid value.</exception>
    public static ProviderOptions Of(IConfiguration configuration)
    {
        var section = configuration.GetSection(Section);
        var options = SettingSection.Read<ProviderOptions>(section, RoleSection);
        SettingSection.RefuseUnknown(section.GetSection(RoleSection), [.. Roles.All.Select(role => role.Word())]);
        options.roles = [.. Roles.All.Reverse().Select(role => (role, (IReadOnlyList<string>)SettingSection.List(section.GetSection($"{RoleSection}:{role.Word()}")))).Where(role => role.Item2.Count > 0)];
        return !section.Exists() || options.FindProblem() is not { } problem ? options : throw new SettingException(problem);
    }

    string? FindProblem() =>
        !Uri.TryCreate(Authority, UriKind.Absolute, out var uri) || uri.Scheme != "https" && !(uri.Scheme == "http" && uri.IsLoopback) ? $"{Section}:Authority is “{Authority}”, but it must be the https address of the identity provider."
        : ClientId.Length == 0 ? $"{Section}:ClientId is missing. It is the id by which the identity provider knows this server."
        : Roles.Find(Role) is null ? $"{Section}:Role is “{Role}”, but it must be one of {string.Join(", ", Roles.All.Select(role => role.Word()))}."
        : null;
}
