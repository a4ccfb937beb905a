using System.IO.Compression;
using System.Text.Json;
using HtmxFlows.Data;
using HtmxFlows.Files;
using HtmxFlows.Tests.Runs;

namespace HtmxFlows.Tests.Nodes;

public sealed class ArchiveNodeTests : FlowTests
{
    [Fact]
    public async Task An_archive_is_listed()
    {
        var result = Json.Parse((await Do(Zips.Of(("a.txt", "hello"), ("d/b.txt", new string('x', 1000)), ("d/", "")), """{"operation": "list"}"""))!);
        Assert.Equal(["a.txt 5 False", "d/b.txt 1000 False", "d/ 0 True"], result.EnumerateArray().Select(entry => $"{entry.GetProperty("path").GetString()} {entry.GetProperty("size")} {entry.GetProperty("folder")}"));
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$", result[0].GetProperty("modified").GetString());
    }

    [Theory]
    [InlineData("", "a.txt=A d/b.csv=B d/c.CSV=")]
    [InlineData("*.csv", "d/b.csv=B d/c.CSV=")]
    [InlineData("d/?.csv", "d/b.csv=B d/c.CSV=")]
    [InlineData("x", "")]
    public async Task Its_files_are_extracted(string only, string files)
    {
        var result = Json.Parse((await Do(Zips.Of(("a.txt", "A"), ("d/", ""), ("d/b.csv", "B"), ("d/c.CSV", "")), $$"""{"operation": "extract", "only": "{{only}}"}"""))!);
        Assert.Equal(files, string.Join(' ', result.EnumerateArray().Select(part => $"{part.GetProperty("path").GetString()}={Read(part.GetProperty("file"))}")));
    }

    [Theory]
    [InlineData("../../../../tmp/evil.txt", "evil.txt")]
    [InlineData("/etc/cron.d/evil", "evil")]
    [InlineData(@"..\..\evil.exe", "evil.exe")]
    [InlineData("C:/evil.txt", "evil.txt")]
    [InlineData("a/..", "a")]
    [InlineData("con", "_con")]
    public async Task A_path_of_an_archive_is_only_a_text(string path, string name)
    {
        var part = Json.Parse((await Do(Zips.Of((path, "x")), """{"operation": "extract"}"""))!)[0];
        Assert.Equal((path.Replace('\\', '/'), name), (part.GetProperty("path").GetString(), FileValue.Of(part.GetProperty("file"))!.Name));
        Assert.All(Directory.EnumerateFiles(Engine.Folder, "*", SearchOption.AllDirectories), file => Assert.DoesNotContain("evil", file, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_bomb_ends_at_the_limit_of_its_ratio_and_leaves_nothing()
    {
        var bomb = Zips.Of(("bomb", new string('\0', 20_000_000)));
        Assert.InRange(bomb.Length, 1, 40_000);
        Assert.Contains("The archive “archive.zip” unpacks to more than 16,777,216 bytes, the limit for its size.", await Fails(bomb, """{"operation": "extract"}"""), StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(Engine.Folder, FileSetup.Folder, "new")));
        Assert.Equal("1", await Result($$"""
            {{Zips.File("w", bomb)}}
            a archive {"operation": "list"}
            c compute {"sql": "SELECT json_array_length(:input)"}
            w -> a -> c
            """));
    }

    [Fact]
    public async Task An_entry_beyond_the_limit_of_a_file_is_refused()
    {
        await using var engine = Engine.Start(files: new() { FileBytes = 1000 });
        var end = await engine.Run($$"""
            {{Zips.File("w", Zips.Of(("a", "small"), ("big", new string('x', 1001))))}}
            a archive {"operation": "extract"}
            w -> a
            """);
        Assert.StartsWith("The file “big” is larger than 1,000 bytes, the limit.", end.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_archive_with_too_many_files_can_be_extracted_in_part()
    {
        var many = Zips.Of([.. Enumerable.Range(0, 1001).Select(number => ($"{number}", ""))]);
        Assert.Contains("The archive has 1,001 files to extract; the limit is 1,000.", await Fails(many, """{"operation": "extract"}"""), StringComparison.Ordinal);
        Assert.Equal(1, Json.Parse((await Do(many, """{"operation": "extract", "only": "100?"}"""))!).GetArrayLength());
    }

    [Fact]
    public async Task Archives_within_an_archive_stay_files()
    {
        var inner = Convert.ToBase64String(Zips.Of(("deep.txt", "x")));
        var part = Json.Parse((await Do(Zips.Of(("inner.zip", inner)), """{"operation": "extract"}"""))!)[0];
        Assert.Equal(inner, Read(part.GetProperty("file")));
    }

    [Fact]
    public async Task Files_are_packed_under_their_names_or_paths_and_none_twice()
    {
        var end = await Engine.Run("""
            a file {"operation": "write", "value": "A", "fileName": "a.txt"}
            b file {"operation": "write", "value": "B", "fileName": "A.txt"}
            s json {"operation": "parse", "value": "[{{json a}}, {{json b}}, {\"path\": \"../d/./c.txt\", \"file\": {{json a}} }]"}
            z archive {"operation": "create", "value": "{{s}}", "fileName": "all.zip"}
            a -> s -> z
            b -> s
            """);
        Assert.Null(end.Error);
        var file = FileValue.Of(end.Node("z").Output!.Value)!;
        Assert.Equal(("all.zip", "application/zip"), (file.Name, file.Type));
        using var archive = new ZipArchive(Engine.Files.Open(file));
        Assert.Equal(["a.txt=A", "A (2).txt=B", "d/c.txt=A"], archive.Entries.Select(entry => $"{entry.FullName}={new StreamReader(entry.Open()).ReadToEnd()}"));
    }

    [Theory]
    [InlineData("list", "The value is the text “x”; a file is required.")]
    [InlineData("create", "The value is the text “x”; a file is required.")]
    public async Task Another_value_is_a_sentence(string operation, string message) =>
        Assert.StartsWith(message, await Failure($$"""a archive {"operation": "{{operation}}", "value": "x"}"""), StringComparison.Ordinal);

    [Fact]
    public async Task A_file_that_is_no_archive_is_a_sentence() =>
        Assert.StartsWith("The file is not a zip archive, or it is cut off", await Fails("<html>"u8.ToArray(), """{"operation": "extract"}"""), StringComparison.Ordinal);

    Task<string?> Do(byte[] archive, string configuration) => Result(Flow(archive, configuration));

    Task<string> Fails(byte[] archive, string configuration) => Failure(Flow(archive, configuration));

    static string Flow(byte[] archive, string configuration) => $"""
        {Zips.File("w", archive)}
        a archive {configuration}
        w -> a
        """;

    string Read(JsonElement file)
    {
        using var reader = new StreamReader(Engine.Files.Open(FileValue.Of(file)!));
        return reader.ReadToEnd();
    }
}
