using Dapper;
using HtmxFlows.Tests.Accounts;
using Microsoft.Data.Sqlite;

namespace HtmxFlows.Tests.Web;

public sealed class StartupTests : IDisposable
{
    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_second_process_on_a_data_folder_ends_with_a_sentence_and_the_next_one_starts_after_a_kill()
    {
        await using var first = AppProcess.Launch(folder.Path);
        await first.Ready.Soon();
        await using (var second = AppProcess.Launch(folder.Path))
        {
            Assert.Equal(1, await second.End());
            Assert.Contains($"Another HtmxFlows uses the data folder {folder.Path}. Stop it, or choose another folder with HtmxFlows:Data.", second.Output, StringComparison.Ordinal);
            Assert.DoesNotContain("   at ", second.Output, StringComparison.Ordinal);
        }
        await first.Kill();
        await using var third = AppProcess.Launch(folder.Path);
        await third.Ready.Soon();
    }

    [Theory]
    [InlineData("HtmxFlows:Runs:ParallelNodes=0", "HtmxFlows:Runs:ParallelNodes is “0”")]
    [InlineData("HtmxFlows:Runs:ParallelNodes=many", "HtmxFlows:Runs:ParallelNodes is “many”")]
    [InlineData("HtmxFlows:Nodes:TimeOut=1", "HtmxFlows:Nodes:TimeOut is not a setting")]
    [InlineData("HtmxFlows:Dta=x", "HtmxFlows:Dta is not a setting. The settings there are Data, ")]
    [InlineData("HtmxFlows:Synchronous=OFF", "HtmxFlows:Synchronous is “OFF”")]
    [InlineData("Outbound:MaxResponseBytes=-1", "Outbound:MaxResponseBytes is “-1”")]
    [InlineData("HtmxFlows:Files:FileBytes=0", "HtmxFlows:Files:FileBytes is “0”")]
    [InlineData("AllowAnonymousNetwork=maybe", "AllowAnonymousNetwork is “maybe”")]
    [InlineData("PathBase=flows", "PathBase is “flows”")]
    public async Task A_wrong_setting_is_a_sentence_and_an_exit_code(string setting, string sentence)
    {
        await using var app = AppProcess.Launch(folder.Path, 0, setting);

        Assert.Equal(1, await app.End());
        Assert.Contains(sentence, app.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", app.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task On_an_address_for_others_the_log_has_the_address_of_the_set_up_until_there_is_a_user()
    {
        string token;
        await using (var first = AppProcess.Launch(folder.Path, 0, "--urls=http://0.0.0.0:0"))
        {
            var port = (await first.Ready.Soon()).Port;
            await Eventually.True(() => first.Output.Contains("/setup?token=", StringComparison.Ordinal));
            token = first.Output.Split("/setup?token=")[1][..43];
            using var visitor = new Visitor(new($"http://127.0.0.1:{port}"));
            Assert.Equal("/setup", (await visitor.Open("/")).Address);
            var form = (await visitor.Open($"/setup?token={token}")).One("main form");
            Assert.Equal("/people", (await visitor.Submit(form, new Dictionary<string, string> { ["name"] = "Ada", ["password"] = Team.Password })).Address);
        }
        await using var second = AppProcess.Launch(folder.Path, 0, "--urls=http://0.0.0.0:0");
        var again = (await second.Ready.Soon()).Port;
        using var stranger = new Visitor(new($"http://127.0.0.1:{again}"));

        Assert.StartsWith("/sign-in", (await stranger.Open("/")).Address, StringComparison.Ordinal);
        Assert.DoesNotContain("/setup?token=", second.Output, StringComparison.Ordinal);
    }

    public static TheoryData<string> Damages => ["garbage", "folder", "cut", "page"];

    [Theory, MemberData(nameof(Damages))]
    public async Task A_damaged_database_is_a_sentence_and_an_exit_code(string damage)
    {
        using (var database = folder.Open())
            await database.Write(writer => writer.Connection.Execute(
                """
                INSERT INTO workflows (id, name, description, created_at) VALUES ('w', 'n', '', '');
                INSERT INTO versions (workflow_id, version, status, flow, created_at) VALUES ('w', 1, 'published', '{}', '');
                WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < 5000)
                INSERT INTO runs (id, workflow_id, version, thread_id, status, prompt, started_at) SELECT printf('%036d', i), 'w', 1, 'r', 'running', 'p', 't' FROM c
                """));
        SqliteConnection.ClearAllPools();
        Damage(damage);
        await using var app = AppProcess.Launch(folder.Path);
        Assert.Equal(1, await app.End());
        Assert.DoesNotContain("   at ", app.Output, StringComparison.Ordinal);
        Assert.Contains(damage == "folder" ? "cannot be read or written" : "is damaged or is no database", app.Output, StringComparison.Ordinal);
    }

    void Damage(string damage)
    {
        if (damage == "folder")
        {
            File.Delete(folder.Database);
            Directory.CreateDirectory(folder.Database);
            return;
        }
        var bytes = File.ReadAllBytes(folder.Database);
        if (damage == "cut")
            bytes = bytes[..(bytes.Length / 2)];
        else
            new Random(1).NextBytes(bytes.AsSpan(damage == "page" ? 4096 : 0));
        File.WriteAllBytes(folder.Database, bytes);
    }
}
