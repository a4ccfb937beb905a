using HtmxFlows.Accounts;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HtmxFlows.Pages.People;

/// <summary>The people who may sign in, and those who are invited.</summary>
public sealed class IndexModel(Users users, Invitations invitations) : PageModel
{
    public IReadOnlyList<User> People { get; private set; } = [];

    /// <summary>Those that still work.</summary>
    public IReadOnlyList<Invitation> Invitations { get; private set; } = [];

    public void OnGet() => (People, Invitations) = (users.List(), invitations.List());
}
