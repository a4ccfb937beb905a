using HtmxFlows.Accounts;

namespace HtmxFlows.Pages.Account;

/// <summary>A field of a form about an account.</summary>
/// <param name="Autocomplete">What password managers and browsers fill in.</param>
/// <param name="Longest">In characters.</param>
public sealed record AccountField(string Name, string Label, string Autocomplete, int Longest, string Type = "text", string? Value = null, string? Help = null, bool IsRequired = true)
{
    /// <summary>Why the value was not accepted; null if it was.</summary>
    public string? Problem { get; init; }

    public static AccountField Login(string? value) => new("login", "Name or e-mail address", "username", UserDetails.LongestEmail, Value: value);

    public static AccountField UserName(string? value) => new("name", "Name", "username", UserDetails.LongestName, Value: value, Help: "Shown to others, and used to sign in.");

    public static AccountField Email(string? value) => new("email", "E-mail address", "email", UserDetails.LongestEmail, "email", value, IsRequired: false);

    public static AccountField CurrentPassword(string label = "Password") => new("current", label, "current-password", PasswordRules.Longest, "password");

    public static AccountField NewPassword(string label = "Password") =>
        new("password", label, "new-password", PasswordRules.Longest, "password", Help: $"At least {PasswordRules.Shortest} characters. A few words are good.");

    public static AccountField Code(string help = "The six digits that your authenticator app shows, or a recovery code.") => new("code", "Code", "one-time-code", 40, Help: help);

    /// <summary>The field with its problem, if one of a list is about it.</summary>
    public AccountField With(IReadOnlyList<AccountProblem> problems) => this with { Problem = problems.FirstOrDefault(problem => problem.Field == Name)?.Message };
}
