using Dapper;
using HtmxFlows.Data;
using HtmxFlows.Keys;
using HtmxFlows.Tests.Keys;
using HtmxFlows.Web;
using Microsoft.Data.Sqlite;

namespace HtmxFlows.Tests.Web;

public sealed class KeysCommandTests : IDisposable
{
    readonly TemporaryFolder folder = new();
    readonly List<Guid> ids = [];

    string KeyFile => Path.Combine(folder.Path, KeyRing.FileName);

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Rotation_seals_everything_with_a_new_key_and_drops_the_old_one()
    {
        var old = await Fill();
        var said = await Run();
        using var process = new KeyProcess(folder.Path);

        var key = Assert.Single(process.Ring.Ids);
        Assert.NotEqual(old, key);
        Assert.Equal($"The server key is now {key}. Sealed values: 3.", said);
        AssertAllOpen(process, key);
        Assert.Equal(("command line", "key.rotated", $$"""{"values":3}"""), process.Database.Read(connection => connection.QuerySingle<(string, string, string)>("SELECT actor, action, details FROM audit")));
    }

    [Fact]
    public async Task Rotation_changes_the_wrapped_keys_and_not_the_contents()
    {
        await Fill();
        SealedValue before, after;
        using (var process = new KeyProcess(folder.Path))
            before = process.Stored(ids[0]);
        await Run();
        using (var process = new KeyProcess(folder.Path))
            after = process.Stored(ids[0]);

        Assert.Equal(before with { KeyId = after.KeyId, WrappedKey = after.WrappedKey }, after);
        Assert.NotEqual(before.WrappedKey, after.WrappedKey);
    }

    [Fact]
    public async Task A_rotation_that_ended_before_its_commit_is_done_again()
    {
        var old = await Fill();
        using (var process = new KeyProcess(folder.Path))
            process.Ring.Renew();
        using (var process = new KeyProcess(folder.Path))
        {
            Assert.Equal(2, process.Ring.Ids.Count);
            AssertAllOpen(process, old);
        }
        await Run();
        using var last = new KeyProcess(folder.Path);

        AssertAllOpen(last, Assert.Single(last.Ring.Ids));
    }

    [Fact]
    public async Task A_rotation_whose_commit_fails_leaves_everything_readable()
    {
        var old = await Fill();
        await Change("CREATE TRIGGER refused BEFORE UPDATE ON sealed_values WHEN OLD.id = (SELECT max(id) FROM sealed_values) BEGIN SELECT RAISE(ABORT, 'refused'); END");
        await Assert.ThrowsAnyAsync<Exception>(Run);
        using (var process = new KeyProcess(folder.Path))
            AssertAllOpen(process, old);
        await Change("DROP TRIGGER refused");
        await Run();
        using var last = new KeyProcess(folder.Path);

        AssertAllOpen(last, Assert.Single(last.Ring.Ids));
    }

    [Fact]
    public async Task A_rotation_that_ended_after_its_commit_keeps_a_key_too_many_until_the_next_one()
    {
        await Fill();
        string made;
        using (var process = new KeyProcess(folder.Path))
        {
            made = process.Ring.Renew();
            await process.Database.Write(process.Values.Rewrap);
        }
        using (var process = new KeyProcess(folder.Path))
        {
            Assert.Equal(2, process.Ring.Ids.Count);
            AssertAllOpen(process, made);
        }
        await Run();
        using var last = new KeyProcess(folder.Path);

        AssertAllOpen(last, Assert.Single(last.Ring.Ids));
    }

    [Fact]
    public async Task What_an_interrupted_write_of_the_file_left_does_not_matter()
    {
        await Fill();
        await File.WriteAllTextAsync($"{KeyFile}.new", "half a k", TestContext.Current.CancellationToken);
        await Run();
        using var process = new KeyProcess(folder.Path);

        AssertAllOpen(process, Assert.Single(process.Ring.Ids));
        Assert.False(File.Exists($"{KeyFile}.new"));
    }

    [Fact]
    public async Task A_value_that_cannot_be_opened_stops_the_rotation_and_all_stay_as_they_were()
    {
        var old = await Fill();
        await Change($"UPDATE sealed_values SET version = 7 WHERE id = (SELECT max(id) FROM sealed_values)");
        await Assert.ThrowsAsync<SealedValueException>(Run);
        using var process = new KeyProcess(folder.Path);

        Assert.All(ids, id => Assert.Equal(old, process.Stored(id).KeyId));
    }

    [Fact]
    public async Task Rotation_with_the_wrong_key_is_refused_and_no_key_is_made()
    {
        await Fill();
        var wrong = ServerKey.New().Text;
        await File.WriteAllTextAsync(KeyFile, wrong, TestContext.Current.CancellationToken);
        await Assert.ThrowsAsync<SettingException>(Run);

        Assert.Equal(wrong, await File.ReadAllTextAsync(KeyFile, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_key_in_a_setting_is_rotated_to_the_first_of_two()
    {
        var (first, second) = (ServerKey.New(), ServerKey.New());
        await Fill(new() { Server = [first.Text] });
        var error = await Assert.ThrowsAsync<SettingException>(() => Run($"--HtmxFlows:Keys:Server={first.Text}"));
        Assert.Contains("Put a new one before it", error.Message, StringComparison.Ordinal);
        await Run($"--HtmxFlows:Keys:Server={second.Text},{first.Text}");
        using var process = new KeyProcess(folder.Path, new() { Server = [second.Text] });

        AssertAllOpen(process, second.Id);
    }

    [Theory]
    [InlineData]
    [InlineData("turn")]
    [InlineData("rotate", "twice")]
    public async Task Wrong_arguments_are_explained(params string[] args) =>
        Assert.StartsWith("Use: HtmxFlows keys rotate", (await Assert.ThrowsAsync<SettingException>(() => KeysCommand.Run(args, TextWriter.Null))).Message, StringComparison.Ordinal);

    [Fact]
    public async Task A_running_server_keeps_the_command_from_its_folder()
    {
        await using var app = new App();
        app.StartServer();
        var error = await Assert.ThrowsAsync<SettingException>(() => KeysCommand.Run(["rotate", $"--HtmxFlows:Data={app.Folder}"], TextWriter.Null));

        Assert.Contains("Another HtmxFlows uses the data folder", error.Message, StringComparison.Ordinal);
    }

    /// <summary>Stores three values.</summary>
    /// <returns>The id of their server key.</returns>
    async Task<string> Fill(KeyOptions? options = null)
    {
        using var process = new KeyProcess(folder.Path, options);
        for (var i = 0; i < 3; i++)
            ids.Add(await process.Put($"value {i}"));
        return process.Ring.Ids[0];
    }

    void AssertAllOpen(KeyProcess process, string key) => Assert.All(ids.Index(), value =>
    {
        Assert.Equal($"value {value.Index}", process.Open(value.Item));
        Assert.Equal(key, process.Stored(value.Item).KeyId);
    });

    async Task<string> Run(params string[] settings)
    {
        await using var output = new StringWriter();
        await KeysCommand.Run(["rotate", $"--HtmxFlows:Data={folder.Path}", .. settings], output);
        return output.ToString().Trim();
    }

    Task<string> Run() => Run([]);

    async Task Change(string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={folder.Database};Pooling=False");
        await connection.ExecuteAsync(sql);
    }
}
