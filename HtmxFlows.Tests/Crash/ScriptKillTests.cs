using System.Globalization;
using HtmxFlows.Tests.Api;
using HtmxFlows.Tests.Web;

namespace HtmxFlows.Tests.Crash;

/// <summary>A server that is killed while a script runs.</summary>
[Slow]
public sealed class ScriptKillTests
{
    [Fact]
    public async Task The_process_of_an_endless_script_ends_with_the_server()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "This test reads /proc.");
        using var folder = new TemporaryFolder();
        await using var app = AppProcess.Launch(folder.Path);
        using var client = new Visitor(await app.Ready.Soon());
        var made = await client.Call("POST /api/workflows", $$"""{"name": "Endless", "flow": {{App.Flow([App.Node("a", "code", new { script = "while (true);" })])}}}""");
        await client.Call($"POST /api/workflows/{made.Json().Text("id")}/runs", "{}");
        await Eventually.True(() => ChildOf(app.Id) is not null);
        var worker = ChildOf(app.Id)!.Value;

        await app.Kill();

        await Eventually.True(() => !Directory.Exists($"/proc/{worker}") || StateOf(worker) is ["Z", ..]);
    }

    static int? ChildOf(int parent) => Directory.EnumerateDirectories("/proc")
        .Select(folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var id) ? id : (int?)null)
        .FirstOrDefault(id => id is { } process && StateOf(process) is [_, var above, ..] && above == $"{parent}");

    /// <summary>The state of a process, and the id of its parent; nothing if it has ended.</summary>
    static string[] StateOf(int process)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{process}/stat");
            return text[(text.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return [];
        }
    }
}
