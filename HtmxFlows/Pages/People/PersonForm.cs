using HtmxFlows.Accounts;

namespace HtmxFlows.Pages.People;

/// <summary>The fields of a user that an owner fills in.</summary>
public sealed class PersonForm
{
    public string? Name { get; set; }

    public string? Email { get; set; }

    /// <summary>The word of the role.</summary>
    public string? Role { get; set; }

    public bool Disabled { get; set; }

    /// <summary>What was not accepted.</summary>
    public IReadOnlyList<AccountProblem> Problems { get; private set; } = [];

    /// <summary>Whether only an owner can be chosen, since there is nobody else.</summary>
    public bool IsFirst { get; init; }

    public static PersonForm Of(User user) => new() { Name = user.Name, Email = user.Email, Role = user.Role.Word(), Disabled = user.IsDisabled };

    /// <summary>The details; null if the role is none.</summary>
    public UserDetails? ToDetails() => Roles.Find(Role) is { } role ? new((Name ?? "").Trim(), (Email ?? "").Trim(), role, Disabled) : null;

    public PersonForm Refused(IReadOnlyList<AccountProblem> problems) => new() { Name = Name, Email = Email, Role = Role, Disabled = Disabled, IsFirst = IsFirst, Problems = problems };
}
