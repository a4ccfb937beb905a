using Microsoft.AspNetCore.Hosting.StaticWebAssets;

namespace HtmxFlows.Web;

/// <summary>
/// Static files. <c>MapStaticAssets</c> serves what the build found, compressed and under fingerprinted addresses,
/// and <c>MapRazorPages().WithStaticAssets()</c> puts those addresses where a page says <c>~/…</c>.
/// </summary>
static class Assets
{
    /// <summary>Makes that hold in every environment, from a build as from a published folder.</summary>
    public static void AddAssets(this WebApplicationBuilder builder)
    {
        // The compressed files of a build lie in obj/, where only Development looks by itself.
        StaticWebAssetsLoader.UseStaticWebAssets(builder.Environment, builder.Configuration);
        // Otherwise a build looks at each file's time, to send the edited one. That takes every file for edited whose time is not a whole second
        // (release 10.0), sends it uncompressed, says br to gzip, and says no-cache to fingerprinted addresses. So an edited style sheet shows after a build.
        builder.Configuration["ReloadStaticAssetsAtRuntime"] = "false";

        builder.Services.AddSingleton<LibraryIntegrity>();
    }
}
