namespace HtmxFlows.Tests.Browser;

public sealed class ChromiumTests : IDisposable
{
    readonly TemporaryFolder folder = new();

    [Fact]
    public void The_browser_is_found_on_the_path()
    {
        var chrome = Place(OperatingSystem.IsWindows() ? "google-chrome.exe" : "google-chrome");

        Assert.Equal(chrome, Chromium.Find(name => name == "PATH" ? $"/nowhere{Path.PathSeparator}{folder.Path}" : null));
    }

    [Fact]
    public void The_variable_CHROME_wins_over_the_path()
    {
        var chosen = Place("my-browser");
        Place("chromium");

        Assert.Equal(chosen, Chromium.Find(name => name == "CHROME" ? chosen : folder.Path));
    }

    [Fact]
    public void A_variable_CHROME_that_names_no_file_is_an_error() =>
        Assert.Throws<InvalidOperationException>(() => Chromium.Find(name => name == "CHROME" ? "/nowhere/chrome" : folder.Path));

    public void Dispose() => folder.Dispose();

    string Place(string name)
    {
        var path = Path.Combine(folder.Path, name);
        File.WriteAllText(path, "");
        return path;
    }
}
