using HtmxFlows.Accounts;

namespace HtmxFlows.Nodes;

/// <summary>The signed-in people who may answer a question. Owners always may.</summary>
/// <param name="People">Names, e-mail addresses and roles; none is everyone who is signed in.</param>
public sealed record Respondents(IReadOnlyList<string> People)
{
    public const int MostPeople = 100;

    /// <summary>Whether a user is among them.</summary>
    /// <param name="role">The role of the user in the question's workflow; null if the user may not see it, so that only the user's name counts.</param>
    public bool Include(User user, Role? role) =>
        role == Role.Owner || People.Count == 0 && role is not null || People.Any(one => Roles.Find(one.ToLowerInvariant()) is { } least ? role >= least : IsNameOf(one, user));

    /// <summary>Why others may not answer, in a sentence.</summary>
    public string Sentence => People.Count == 0 ? "Only people who are signed in may answer." : $"Only {string.Join(", ", People)} may answer.";

    static bool IsNameOf(string name, User user) => UserDetails.KeyOf(name) is var key && (key == UserDetails.KeyOf(user.Name) || user.Email.Length > 0 && key == UserDetails.KeyOf(user.Email));
}
