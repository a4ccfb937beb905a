using HtmxFlows.Accounts;
using HtmxFlows.Nodes;

namespace HtmxFlows.Runs;

/// <summary>Decides who may answer a question.</summary>
public sealed class QuestionAccess(WorkflowPeople people)
{
    /// <summary>Why an actor may not answer a question, in a sentence; null if the actor may.</summary>
    /// <param name="workflow">The workflow of the run that asks.</param>
    public string? FindRefusal(Question question, Guid workflow, Actor actor) => question.Respondents is not { } respondents || actor switch
    {
        Actor.Person { SignedIn: var user } => respondents.Include(user, people.RoleIn(workflow, user)),
        // On a server without users.
        _ => actor.Is(Role.Owner),
    } ? null : respondents.Sentence;

    /// <summary>The questions that an actor may see in a list. One that is for others is not among them.</summary>
    public QuestionReader ReaderOf(Actor actor) => actor is Actor.Person { SignedIn: { Role: not Role.Owner } user } ? new(people.HiddenFrom(user), [.. NamesOf(user)]) : QuestionReader.All;

    static IEnumerable<string> NamesOf(User user) =>
        new[] { user.Name, user.Email }.Where(name => name.Length > 0).Concat(Roles.All.Where(role => role <= user.Role).Select(role => role.Word())).Select(UserDetails.KeyOf);
}
