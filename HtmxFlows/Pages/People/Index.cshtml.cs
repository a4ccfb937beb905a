using HtmxFlows.Accounts;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HtmxFlows.Pages.People;

/// <summary>The people who may sign in.</summary>
public sealed class IndexModel(Users users) : PageModel
{
    public IReadOnlyList<User> People { get; private set; } = [];

    public void OnGet() => People = users.List();
}
