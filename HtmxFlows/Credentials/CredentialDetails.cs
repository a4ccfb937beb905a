using System.Globalization;

namespace HtmxFlows.Credentials;

/// <summary>What a person enters for a credential.</summary>
/// <param name="Fields">The values of the fields of its kind. A secret that is missing or empty stays as it is stored.</param>
/// <param name="Workflows">The workflows that may use it; null if all may.</param>
public sealed record CredentialDetails(string Name, CredentialKind Kind, string Hosts, IReadOnlyList<Guid>? Workflows, IReadOnlyDictionary<string, string> Fields)
{
    /// <summary>The longest name, in characters.</summary>
    public const int LongestName = 60;

    /// <summary>The longest value of a field, in characters.</summary>
    public const int LongestField = Secrets.Longest;

    /// <summary>The values that are no secrets.</summary>
    public IReadOnlyDictionary<string, string> Open => Kind.Fields.Where(one => !one.IsSecret).ToDictionary(one => one.Name, ValueOf);

    /// <summary>The secrets that were entered.</summary>
    public IReadOnlyDictionary<string, string> Entered => Kind.Fields.Where(one => one.IsSecret && ValueOf(one).Length > 0).ToDictionary(one => one.Name, ValueOf);

    string ValueOf(CredentialField field) => Fields.GetValueOrDefault(field.Name) ?? "";

    /// <summary>What is wrong with them.</summary>
    /// <param name="before">The credential as it is stored; null if it is new.</param>
    internal IEnumerable<CredentialProblem> FindProblems(OpenCredential? before)
    {
        if (before is null && (!Secrets.IsName(Name) || Name.Length > LongestName))
            yield return new("name", $"A name begins with a letter and has only letters, digits, _ and -; at most {LongestName}.");
        foreach (var field in Kind.Fields)
        {
            if (FindProblem(field, before) is { } problem)
                yield return new(field.Name, problem);
        }
        if (FindHostProblem() is { } wrong)
            yield return new("hosts", wrong);
        if (Workflows is { Count: 0 })
            yield return new("workflows", "Choose at least one workflow, or all.");
        // A change must not have a secret sent elsewhere that its author does not know.
        if (before is not null && IsSentElsewhere(before) && before.Secrets.Keys.Except(Entered.Keys).FirstOrDefault() is { } kept)
            yield return new(kept, "Enter this again, since it would be sent elsewhere from now on.");
    }

    string? FindProblem(CredentialField field, OpenCredential? before)
    {
        var value = ValueOf(field);
        if (value.Length == 0)
            return field.IsRequired && !(field.IsSecret && before?.Secrets.ContainsKey(field.Name) == true) ? $"{field.Label} is required." : null;
        return value.Length > LongestField ? $"{field.Label} is longer than {LongestField:N0} characters."
            : field.IsSecret && (value.Length < Secrets.Shortest || string.IsNullOrWhiteSpace(value)) ? $"A secret has at least {Secrets.Shortest} characters: it is masked wherever it appears, and something so short appears everywhere."
            : field.Choices.Count > 0 && !field.Choices.Contains(value) ? $"{field.Label} must be one of {string.Join(", ", field.Choices)}."
            : field.IsPort && !(int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= 65535) ? $"{field.Label} must be a number from 1 to 65535."
            : field.IsUrl && !(Uri.TryCreate(value, UriKind.Absolute, out var url) && url.Scheme is "https" or "http" && url.UserInfo.Length == 0) ? $"{field.Label} must be a full URL, such as https://login.example.com/token."
            : !field.IsSecret && value.Any(char.IsControl) ? $"{field.Label} has a control character."
            : field.IsSecret && Kind.Name is (CredentialKind.Bearer or CredentialKind.Header or CredentialKind.ModelKey) && value.Any(letter => letter is < ' ' or > '~') ? "It is sent in a header, which has only letters, digits and signs of ASCII."
            : field.Name is "header" && value.Any(letter => !char.IsAsciiLetterOrDigit(letter) && letter is not ('-' or '_')) ? "A header has only letters, digits, - and _."
            : field.Name is "user" && Kind.Name == CredentialKind.Basic && value.Contains(':', StringComparison.Ordinal) ? "Basic authentication allows no colon in the user."
            : null;
    }

    string? FindHostProblem()
    {
        if (Kind.HostRule == HostRule.None)
            return null;
        var (hosts, problem) = HostPatterns.Read(Hosts);
        return problem ?? (hosts!.IsEmpty && Kind.HostRule == HostRule.Required ? "Enter the hosts to which it may be sent, such as api.example.com." : null);
    }

    bool IsSentElsewhere(OpenCredential before) =>
        HostPatterns.Read(Hosts) is { Hosts: { } hosts } && Kind.HostRule != HostRule.None && !hosts.IsWithin(before.Credential.Hosts)
        || Kind.Fields.Any(field => field.IsDestination && ValueOf(field) != before[field.Name]);
}
