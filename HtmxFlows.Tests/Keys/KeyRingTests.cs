using HtmxFlows.Data;
using HtmxFlows.Keys;

namespace HtmxFlows.Tests.Keys;

public sealed class KeyRingTests : IDisposable
{
    readonly TemporaryFolder folder = new();

    string KeyFile => Path.Combine(folder.Path, KeyRing.FileName);

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task The_key_is_made_when_it_is_first_needed_and_only_its_owner_may_read_it()
    {
        Guid id;
        using (var process = new KeyProcess(folder.Path))
        {
            Assert.Empty(process.Ring.Ids);
            Assert.False(File.Exists(KeyFile));
            id = await process.Put("open sesame");
        }
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(KeyFile));
        using var next = new KeyProcess(folder.Path);

        Assert.Equal("open sesame", next.Open(id));
        Assert.Equal([next.Stored(id).KeyId], next.Ring.Ids);
    }

    [Fact]
    public void Threads_that_need_the_first_key_at_once_get_the_same_one()
    {
        var ring = new KeyRing(new(), folder.Path);
        var ids = new string[16];
        Parallel.For(0, ids.Length, i => ids[i] = ring.Current.Id);

        Assert.Single(ids.Distinct());
        Assert.Equal([ids[0]], new KeyRing(new(), folder.Path).Ids);
    }

    [Fact]
    public async Task Settings_and_files_elsewhere_hold_the_key_as_well()
    {
        var (first, second) = (ServerKey.New(), ServerKey.New());
        var elsewhere = Path.Combine(folder.Path, "elsewhere");
        await File.WriteAllTextAsync(elsewhere, $"# a comment\n{second.Text}\n\n  {first.Text}\n", TestContext.Current.CancellationToken);
        Guid id;
        using (var process = new KeyProcess(folder.Path, new() { Server = [first.Text] }))
            id = await process.Put("open sesame");
        using var next = new KeyProcess(folder.Path, new() { ServerFile = elsewhere });

        Assert.Equal([second.Id, first.Id], next.Ring.Ids);
        Assert.Equal("open sesame", next.Open(id));
        Assert.Equal(second.Id, next.Stored(await next.Put("new")).KeyId);
        Assert.False(File.Exists(KeyFile));
    }

    [Fact]
    public void A_setting_that_is_no_key_is_refused_without_showing_it()
    {
        var error = Assert.Throws<SettingException>(() => new KeyRing(new() { Server = ["c2hvcnQ="] }, folder.Path));

        Assert.Contains("HtmxFlows:Keys:Server must hold keys of 32 bytes in base64", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("c2hvcnQ=", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_places_are_refused() => Assert.Contains("are both set", Assert.Throws<SettingException>(() => new KeyRing(new() { Server = [ServerKey.New().Text], ServerFile = "x" }, folder.Path)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_file_elsewhere_must_be_there()
    {
        var missing = Path.Combine(folder.Path, "missing", "key");

        Assert.Contains($"There is no file {missing}", Assert.Throws<SettingException>(() => new KeyRing(new() { ServerFile = missing }, folder.Path)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("# nothing but a comment\n")]
    [InlineData("not a key\n")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\nrubbish\n")]
    public void A_file_that_holds_something_else_is_refused_and_kept(string content)
    {
        File.WriteAllText(KeyFile, content);

        Assert.Contains("must hold server keys", Assert.Throws<SettingException>(() => new KeyRing(new(), folder.Path)).Message, StringComparison.Ordinal);
        Assert.Equal(content, File.ReadAllText(KeyFile));
    }

    [Fact]
    public async Task Without_the_key_of_a_stored_value_the_start_is_refused_and_no_key_is_made()
    {
        using (var process = new KeyProcess(folder.Path))
            await process.Put("open sesame");
        File.Move(KeyFile, $"{KeyFile}.away");
        var error = Assert.Throws<SettingException>(() => new KeyProcess(folder.Path));

        Assert.Contains($"{KeyFile} does not exist. Put the right key there; nothing was changed.", error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(KeyFile));
    }

    [Fact]
    public async Task With_another_key_the_start_is_refused_and_both_are_named_by_their_ids()
    {
        string id;
        using (var process = new KeyProcess(folder.Path))
            id = process.Stored(await process.Put("open sesame")).KeyId;
        var wrong = ServerKey.New();
        await File.WriteAllTextAsync(KeyFile, wrong.Text, TestContext.Current.CancellationToken);
        var error = Assert.Throws<SettingException>(() => new KeyProcess(folder.Path));

        Assert.Contains($"need the server key {id}, and {KeyFile} holds {wrong.Id}.", error.Message, StringComparison.Ordinal);
        Assert.Equal(wrong.Text, await File.ReadAllTextAsync(KeyFile, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task The_app_does_not_start_with_another_key()
    {
        using (var process = new KeyProcess(folder.Path))
            await process.Put("open sesame");
        await using var app = AppProcess.Launch(folder.Path, 0, $"HtmxFlows:Keys:Server={ServerKey.New().Text}");

        Assert.Equal(1, await app.End());
        Assert.Contains("The database holds credentials that need the server key", app.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", app.Output, StringComparison.Ordinal);
    }
}
