using HtmxFlows.Credentials;
using HtmxFlows.Outbound;
using HtmxFlows.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HtmxFlows.Pages.Credentials;

/// <summary>Tries a credential, and says what its server answered.</summary>
public sealed class TrialModel(CredentialStore credentials, CredentialSource source, CredentialTrial trial) : PageModel
{
    /// <summary>Where the credential is sent.</summary>
    [BindProperty]
    public string? Address { get; set; }

    public Credential Credential { get; private set; } = null!;

    /// <summary>Null before the test.</summary>
    public CredentialTrialResult? Result { get; private set; }

    public bool IsToken => CredentialTrial.IsToken(Credential.Kind);

    public IActionResult OnGet(Guid id)
    {
        if (!Load(id))
            return NotFound();
        Address = !IsToken && Credential.Hosts.First is { } host ? $"https://{host}/" : "";
        return Page();
    }

    public async Task<IActionResult> OnPost(Guid id)
    {
        if (!Load(id))
            return NotFound();
        var open = source.Current.Credentials.First(one => one.Credential.Id == id);
        Result = open.Problem is { } problem ? new(false, problem) : await trial.Try(open, Address ?? "", HttpContext.Actor(), HttpContext.RequestAborted);
        return Page();
    }

    bool Load(Guid id)
    {
        Credential = credentials.Find(id)!;
        return Credential is { Kind.WhyNoTest: null };
    }
}
