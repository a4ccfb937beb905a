using System.Diagnostics;
using System.Globalization;
using Microsoft.Playwright;

namespace HtmxFlows.Tests.Browser;

/// <summary>
/// The pages of a browser stand still, as they do while a laptop sleeps, until this is disposed of: their processes are stopped. What DevTools
/// calls a frozen page keeps receiving its stream without a window to hide, as seen with Chromium 156.
/// </summary>
sealed class Sleep : IAsyncDisposable
{
    readonly string[] pages;

    Sleep(string[] pages) => this.pages = pages;

    public static async Task<Sleep> Of(IBrowser browser)
    {
        var devtools = await browser.NewBrowserCDPSessionAsync();
        var processes = await devtools.SendAsync("SystemInfo.getProcessInfo");
        var sleep = new Sleep([.. processes!.Value.GetProperty("processInfo").EnumerateArray()
            .Where(process => process.GetProperty("type").GetString() == "renderer")
            .Select(process => process.GetProperty("id").GetInt32().ToString(CultureInfo.InvariantCulture))]);
        Assert.NotEmpty(sleep.pages);
        await sleep.Signal("-STOP");
        return sleep;
    }

    public async ValueTask DisposeAsync() => await Signal("-CONT");

    async Task Signal(string signal)
    {
        using var kill = Process.Start("kill", [signal, .. pages]);
        await kill.WaitForExitAsync();
        Assert.Equal(0, kill.ExitCode);
    }
}
