using HtmxFlows.Accounts;
using HtmxFlows.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HtmxFlows.Pages.Account;

/// <summary>The API tokens of the user who is signed in, and the form for another.</summary>
public sealed class TokensModel(ApiTokens tokens) : PageModel
{
    public static IReadOnlyList<int> Choices { get; } = [7, 30, 90, ApiTokens.MostDays];

    [BindProperty]
    public string? Name { get; set; }

    [BindProperty(SupportsGet = true)]
    public IReadOnlyList<string> Scopes { get; set; } = [];

    /// <summary>The scopes that the form offers: all, and narrower ones that a link to it names.</summary>
    public IEnumerable<string> Offered => TokenScope.All.Select(scope => scope.Name).Union(Scopes.Where(TokenScope.IsKnown));

    [BindProperty]
    public int Days { get; set; } = 30;

    public IReadOnlyList<ApiToken> Tokens { get; private set; } = [];

    /// <summary>The token that was made; null if none was.</summary>
    public string? Secret { get; private set; }

    public IReadOnlyList<AccountProblem> Problems { get; private set; } = [];

    public AccountField NameField => new AccountField("name", "What it is for", "off", ApiTokens.LongestName, Value: Secret is null ? Name : null).With(Problems);

    public string? ProblemOf(string field) => Problems.FirstOrDefault(problem => problem.Field == field)?.Message;

    public IActionResult OnGet() => Load() ? Page() : Redirect("~/account");

    public async Task<IActionResult> OnPost()
    {
        if (HttpContext.Person() is not { } person)
            return NotFound();
        var outcome = await tokens.Make(person.SignedIn, (Name ?? "").Trim(), Scopes, Days, person);
        if (outcome is TokenOutcome.Made made)
            (Secret, Scopes) = (made.Secret, []);
        else
            (Problems, Response.StatusCode) = (((TokenOutcome.Refused)outcome).Problems, StatusCodes.Status422UnprocessableEntity);
        Load();
        return Page();
    }

    bool Load()
    {
        Response.Headers.CacheControl = "no-store";
        if (HttpContext.Person() is not { } person)
            return false;
        Tokens = tokens.Of(person.SignedIn.Id);
        return true;
    }
}
