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
        // Otherwise a build compares each file's time, to send an edited one anew. In release 10.0 any file counts as edited whose time
        // has fractions of a second: sent uncompressed, as gzip that is labelled br. So an edited style sheet shows after a build.
        builder.Configuration["ReloadStaticAssetsAtRuntime"] = "false";

        builder.Services.AddSingleton<LibraryIntegrity>();
    }
}
