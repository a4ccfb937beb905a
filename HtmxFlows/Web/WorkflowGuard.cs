using HtmxFlows.Accounts;
using HtmxFlows.Files;
using HtmxFlows.Runs;

namespace HtmxFlows.Web;

/// <summary>Finds the workflow that a request is about, and the role of a user in it.</summary>
sealed class WorkflowGuard(WorkflowPeople people, RunStore runs, FileList files)
{
    /// <summary>The role in the workflow of the address, or the user's own if it is about none; null if the user may not see it.</summary>
    public Role? RoleFor(HttpContext http, User user) =>
        user.Role == Role.Owner || !people.Any() ? user.Role
        : WorkflowOf(http) is { } workflow ? people.RoleIn(workflow, user)
        : IdIn(http, "files") is { } file && people.HiddenFrom(user) is { } hidden && files.IsOnlyOf(file, hidden) ? null
        : user.Role;

    /// <summary>The workflow that an address is about, or whose run it is about; null if it is about none.</summary>
    public Guid? WorkflowOf(HttpContext http) => IdIn(http, "workflows") ?? (IdIn(http, "runs") is { } run ? runs.Find(run)?.WorkflowId : null);

    /// <summary>The id in an address of a kind of thing, of a page or in the API.</summary>
    static Guid? IdIn(HttpContext http, string kind)
    {
        if (http.GetEndpoint() is not RouteEndpoint { RoutePattern.RawText: { } pattern } || !Guid.TryParse(http.Request.RouteValues.GetValueOrDefault("id") as string, out var id))
            return null;
        var path = pattern.TrimStart('/');
        return (path.StartsWith("api/", StringComparison.Ordinal) ? path["api/".Length..] : path).StartsWith($"{kind}/", StringComparison.Ordinal) ? id : null;
    }
}
