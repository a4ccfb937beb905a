using Microsoft.AspNetCore.Hosting.StaticWebAssets;

namespace HtmxFlows.Web;

/// <summary>
/// Static files. <c>MapStaticAssets</c> serves what the build found, compressed and under fingerprinted addresses,
/// and <c>MapRazorPages().WithStaticAssets()</c> replaces <c>~/…</c> in pages with those addresses.
/// </summary>
static class Assets
{
    /// <summary>Serves assets the same way in every environment, from a build and from a published folder.</summary>
    public static void AddAssets(this WebApplicationBuilder builder)
    {
        // The compressed files of a build are in obj/, which only Development reads by default.
        StaticWebAssetsLoader.UseStaticWebAssets(builder.Environment, builder.Configuration);
        // Otherwise a build compares file times to serve edited files. In release 10.0 a file counts as edited if its time has a fraction of a
        // second, and is then sent as gzip labelled br. With this setting an edited style sheet appears after the next build.
        builder.Configuration["ReloadStaticAssetsAtRuntime"] = "false";

        builder.Services.AddSingleton<LibraryIntegrity>();
        builder.Services.AddSingleton<IconSprite>();
    }
}
