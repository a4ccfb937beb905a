using System.Security.Cryptography;
using System.Text;
using Dapper;
using HtmxFlows.Data;
using HtmxFlows.Files;
using HtmxFlows.Tests.Data;
using HtmxFlows.Tests.Runs;
using Microsoft.Extensions.Logging.Abstractions;

namespace HtmxFlows.Tests.Files;

public abstract class FileStoreContract(TestDatabase place) : RunRows(place), IDisposable
{
    readonly TemporaryFolder folder = new();
    FileLimits limits = new();
    FileStore? store;

    FileStore Files => store ??= new(Database, folder.Path, limits, Time);

    FileRemoval Removal => new(Files, Database, Time, new(Database, Time, NullLogger<BackgroundRemoval>.Instance));

    Task Remove() => Removal.Remove(TestContext.Current.CancellationToken);

    Task RemoveUnnamed() => Removal.RemoveUnnamed(TestContext.Current.CancellationToken);

    string[] Contents => [.. Directory.EnumerateFiles(folder.Path, "*", SearchOption.AllDirectories).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    public void Dispose()
    {
        folder.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_kept_file_has_its_facts_and_its_bytes()
    {
        var file = await Keep("hello", "../a.txt", "Text/Plain");
        Assert.Equal(new(file.Id, "a.txt", "text/plain", 5, Hash("hello")), file);
        Assert.Equal(file, Files.Find(file.Id));
        Assert.Equal("hello", Read(file));
        Assert.Equal([Hash("hello")], Contents);
    }

    [Fact]
    public async Task Equal_bytes_are_stored_once()
    {
        var (one, other) = (await Keep("same", "a"), await Keep("same", "b"));
        Assert.NotEqual(one.Id, other.Id);
        Assert.Equal([Hash("same")], Contents);
        Assert.Equal("same", Read(other));
    }

    [Fact]
    public async Task An_empty_file_is_a_file() => Assert.Equal((0, ""), (await Keep("") is var file ? file.Size : -1, Read(file)));

    [Fact]
    public void A_file_that_is_not_kept_leaves_nothing()
    {
        using (var file = Files.Begin("a"))
            file.Write("x"u8);
        Assert.Empty(Contents);
        Assert.Equal(0, Count("files"));
    }

    [Fact]
    public async Task A_file_is_refused_at_the_byte_after_the_limit()
    {
        limits = new() { FileBytes = 4 };
        await Keep("1234");
        using var file = Files.Begin("a");
        file.Write("123"u8);
        Assert.StartsWith("The file “a” is larger than 4 bytes, the limit.", Assert.Throws<FileException>(() => file.Write("45"u8)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_files_of_a_run_have_a_limit_together()
    {
        limits = new() { RunBytes = 5 };
        var run = await Run();
        await Keep("1234", run: run);
        Assert.StartsWith("The files that the run makes exceed 5 bytes together", (await Assert.ThrowsAsync<FileException>(() => Keep("56", run: run))).Message, StringComparison.Ordinal);
        Assert.Equal(1, Count("files"));
    }

    [Theory]
    [InlineData("\u0089PNG\r\n\u001a\n\0\0\0\rIHDR", "text/html", "image/png")]
    [InlineData("<svg/>", "image/svg+xml", "image/svg+xml")]
    [InlineData("<script>", "image/png", MediaType.Unknown)]
    public async Task The_type_of_an_image_is_that_of_its_bytes(string bytes, string given, string type)
    {
        await using var file = Files.Begin("a", given);
        file.Write(Encoding.Latin1.GetBytes(bytes));
        Assert.Equal(type, (await Files.Keep([file], null))[0].Type);
    }

    [Fact]
    public async Task A_run_finds_only_the_files_that_it_holds()
    {
        var (run, other) = (await Run(), await Run());
        var file = await Keep("x", run: run);
        Assert.Equal(file, Files.Find(file.Id, run));
        Assert.Null(Files.Find(file.Id, other));
    }

    [Fact]
    public async Task Only_a_holder_passes_a_file_on()
    {
        var (run, other, third) = (await Run(), await Run(), await Run());
        var (held, foreign) = (await Keep("x", run: run), await Keep("y", run: third));
        await Database.Write(writer => Do(() => FileRows.Pass(writer, run, other, [held, foreign])));
        Assert.Equal(held, Files.Find(held.Id, other));
        Assert.Null(Files.Find(foreign.Id, other));
    }

    [Fact]
    public async Task A_file_is_removed_with_the_last_run_that_holds_it_and_its_bytes_with_the_last_file()
    {
        var (run, other) = (await Run(), await Run());
        var (shared, own) = (await Keep("x", run: run), await Keep("x", run: other));
        await Database.Write(writer => Do(() => FileRows.Pass(writer, run, other, [shared])));
        Time.Advance(FileRemoval.Grace + TimeSpan.FromSeconds(1));

        await Delete(run);
        await Remove();
        Assert.Equal("x", Read(Files.Find(shared.Id)!));

        await Delete(other);
        await Remove();
        Assert.Null(Files.Find(shared.Id));
        Assert.Null(Files.Find(own.Id));
        Assert.Empty(Contents);
    }

    [Fact]
    public async Task Bytes_stay_as_long_as_one_file_has_them()
    {
        await Keep("x");
        Time.Advance(FileRemoval.Grace + TimeSpan.FromSeconds(1));
        var held = await Keep("x", run: await Run());
        await Remove();
        Assert.Equal((1, "x"), (Count("files"), Read(held)));
    }

    [Fact]
    public async Task A_file_that_nothing_refers_to_is_kept_for_a_while()
    {
        var file = await Keep("x");
        Time.Advance(FileRemoval.Grace);
        await Remove();
        Assert.Equal("x", Read(file));
        Time.Advance(TimeSpan.FromSeconds(1));
        await Remove();
        Assert.Empty(Contents);
    }

    [Fact]
    public async Task More_files_than_one_portion_are_removed()
    {
        for (var i = 0; i < 40; i++)
            await Keep($"{i}");
        Time.Advance(FileRemoval.Grace + TimeSpan.FromSeconds(1));
        await Remove();
        Assert.Empty(Contents);
    }

    [Fact]
    public async Task What_a_process_left_behind_is_deleted_and_what_is_kept_stays()
    {
        var kept = await Keep("kept");
        // Named, but without a row; and half written.
        var lost = Files.Folder.PathOf(Hash("lost"));
        Directory.CreateDirectory(Path.GetDirectoryName(lost)!);
        await File.WriteAllTextAsync(lost, "lost", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Files.Folder.NewPath(), "half", TestContext.Current.CancellationToken);
        store = null;

        await RemoveUnnamed();

        Assert.Equal([kept.Sha256], Contents);
        Assert.Equal("kept", Read(kept));
    }

    [Fact]
    public async Task Files_are_never_lost_to_a_removal_of_equal_bytes()
    {
        for (var round = 0; round < 20; round++)
        {
            await Keep("x");
            Time.Advance(FileRemoval.Grace + TimeSpan.FromSeconds(1));
            var file = Keep("x");
            await Task.WhenAll(file, Remove(), RemoveUnnamed());
            Assert.Equal("x", Read(await file));
        }
    }

    [Fact]
    public async Task Bytes_that_are_gone_are_a_sentence()
    {
        var file = await Keep("x");
        File.Delete(Files.Folder.PathOf(file.Sha256));
        Assert.StartsWith("The file “a” cannot be read from the data folder: ", Assert.Throws<FileException>(() => Files.Open(file)).Message, StringComparison.Ordinal);
    }

    async Task<FileValue> Keep(string text, string name = "a", string? type = null, Guid? run = null)
    {
        await using var file = Files.Begin(name, type);
        await file.WriteAsync(Encoding.UTF8.GetBytes(text), TestContext.Current.CancellationToken);
        return (await Files.Keep([file], run))[0];
    }

    string Read(FileValue file)
    {
        using var reader = new StreamReader(Files.Open(file));
        return reader.ReadToEnd();
    }

    async Task<Guid> Run() => (await Begin()).Id;

    Task<int> Delete(Guid run) => Database.Write(writer => writer.Execute("DELETE FROM runs WHERE id = $0", DatabaseTypes.ToText(run)));

    int Count(string table) => Database.Read(connection => connection.ExecuteScalar<int>($"SELECT count(*) FROM {table}"));

    static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    static int Do(Action work)
    {
        work();
        return 0;
    }
}
