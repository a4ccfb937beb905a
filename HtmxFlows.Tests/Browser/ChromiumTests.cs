namespace HtmxFlows.Tests.Browser;

public sealed class ChromiumTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory().FullName;

    [Fact]
    public void The_browser_is_found_on_the_path()
    {
        var chrome = Place(OperatingSystem.IsWindows() ? "google-chrome.exe" : "google-chrome");

        Assert.Equal(chrome, Chromium.Find(name => name == "PATH" ? $"/nowhere{Path.PathSeparator}{folder}" : null));
    }

    [Fact]
    public void The_variable_CHROME_goes_before_the_path()
    {
        var chosen = Place("my-browser");
        Place("chromium");

        Assert.Equal(chosen, Chromium.Find(name => name == "CHROME" ? chosen : folder));
    }

    [Fact]
    public void A_variable_CHROME_that_names_no_file_is_said_and_not_passed_over() =>
        Assert.Throws<InvalidOperationException>(() => Chromium.Find(name => name == "CHROME" ? "/nowhere/chrome" : folder));

    public void Dispose() => Directory.Delete(folder, recursive: true);

    string Place(string name)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllText(path, "");
        return path;
    }
}
