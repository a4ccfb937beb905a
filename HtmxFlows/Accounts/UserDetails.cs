namespace HtmxFlows.Accounts;

/// <summary>What an owner sets of a user.</summary>
/// <param name="Email">Empty if the user has none.</param>
/// <param name="IsDisabled">Whether the user may not sign in.</param>
public sealed record UserDetails(string Name, string Email, Role Role, bool IsDisabled = false)
{
    /// <summary>The longest name, in characters.</summary>
    public const int LongestName = 100;

    /// <summary>The longest e-mail address, in characters.</summary>
    public const int LongestEmail = 254;

    /// <summary>The name as sign-in compares it.</summary>
    public string NameKey => KeyOf(Name);

    /// <summary>The e-mail address as sign-in compares it; null without one.</summary>
    public string? EmailKey => Email.Length == 0 ? null : KeyOf(Email);

    /// <summary>A name or e-mail address without differences of case and outer white space.</summary>
    public static string KeyOf(string text) => text.Trim().ToUpperInvariant();

    /// <summary>What is wrong with the name and the e-mail address.</summary>
    public IEnumerable<AccountProblem> FindProblems()
    {
        if (FindNameProblem(Name) is { } problem)
            yield return new("name", problem);
        if (Email.Length > LongestEmail || Email.Length > 0 && (Email.Split('@') is not [{ Length: > 0 }, { Length: > 0 }] || Email.Any(c => char.IsWhiteSpace(c) || char.IsControl(c))))
            yield return new("email", "This is not an e-mail address. Write it like ada@example.com, or leave the field empty.");
    }

    /// <summary>What is wrong with a name, in a sentence; null if nothing is.</summary>
    public static string? FindNameProblem(string name) =>
        string.IsNullOrWhiteSpace(name) ? "Enter a name."
        : name.Length > LongestName ? $"The name is longer than {LongestName} characters. Shorten it."
        // An e-mail address is a name to sign in with, too.
        : name.Contains('@', StringComparison.Ordinal) || name.Any(char.IsControl) ? "A name has no @ and no control characters. Use another name."
        : null;
}
