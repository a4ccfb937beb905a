using HtmxFlows.Accounts;
using HtmxFlows.Files;
using HtmxFlows.Runs;

namespace HtmxFlows.Web;

/// <summary>Finds the workflow that a request is about, and the role of a user in it.</summary>
sealed class WorkflowGuard(WorkflowPeople people, RunStore runs, FileList files)
{
    /// <summary>The role in the workflow of the address, or the user's own if it is about none; null if the user may not see it.</summary>
    public Role? RoleFor(HttpContext http, User user)
    {
        if (user.Role == Role.Owner || !people.Any() || http.GetEndpoint() is not RouteEndpoint { RoutePattern.RawText: { } pattern } || !Guid.TryParse(http.Request.RouteValues.GetValueOrDefault("id") as string, out var id))
            return user.Role;
        pattern = pattern.TrimStart('/');
        if (pattern.StartsWith("api/", StringComparison.Ordinal))
            pattern = pattern["api/".Length..];
        return pattern.Split('/')[0] switch
        {
            "workflows" => people.RoleIn(id, user),
            "runs" => runs.Find(id) is { } run ? people.RoleIn(run.WorkflowId, user) : user.Role,
            "files" => files.IsOnlyOf(id, people.HiddenFrom(user) ?? []) ? null : user.Role,
            _ => user.Role,
        };
    }
}
