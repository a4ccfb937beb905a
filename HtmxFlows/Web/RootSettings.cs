using HtmxFlows.Data;

namespace HtmxFlows.Web;

/// <summary>The settings outside the sections that have readers of their own.</summary>
static class RootSettings
{
    static readonly string[] Known = ["Data", "Synchronous", "Address", "Secrets", "SecretHosts", "Keys", "Accounts", "Oidc", "Runs", "Nodes", "Model", "Scripts", "Files", "Audit", "Triggers", "Brand"];

    /// <summary>Refuses unknown settings, so that a misspelt name does not silently leave a default in place.</summary>
    /// <exception cref="SettingException">The first wrong setting; the message names it.</exception>
    public static void CheckSettings(this WebApplicationBuilder builder)
    {
        SettingSection.RefuseUnknown(builder.Configuration.GetSection("HtmxFlows"), Known);
        if (builder.Configuration["AllowAnonymousNetwork"] is { Length: > 0 } text && !bool.TryParse(text, out _))
            throw new SettingException($"AllowAnonymousNetwork is “{text}”, but it must be true or false.");
        if (builder.Configuration["PathBase"] is { Length: > 0 } path && (path[0] != '/' || path.EndsWith('/')))
            throw new SettingException($"PathBase is “{path}”, but it must begin with a slash and not end with one, such as /flows.");
    }
}
