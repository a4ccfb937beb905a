using System.Diagnostics;
using System.Text;
using HtmxFlows.Data;
using HtmxFlows.Scripts;

namespace HtmxFlows.Tests.Scripts;

public sealed class ScriptWorkersTests : IDisposable
{
    readonly ScriptWorkers workers = new(new() { Workers = 1, MemoryMegabytes = 64 });

    [Fact]
    public void A_process_starts_at_the_first_script_and_runs_the_next_ones_too()
    {
        Assert.Empty(workers.ProcessIds);
        Run("return 1;");
        var first = Assert.Single(workers.ProcessIds);
        Run("return 2;");
        Assert.Equal([first], workers.ProcessIds);
    }

    [Fact]
    public void Nothing_of_a_script_is_left_for_the_next_in_the_same_process()
    {
        Run("globalThis.left = 1; Object.prototype.left = 2; Array.prototype.toJSON = () => 3; JSON.stringify = () => 4; Math.random = () => 5; input.left = 6; return 0;");

        Assert.Equal("""["undefined","undefined","undefined","[1]",true,{"a":1}]""",
            Run("return [typeof left, typeof {}.left, typeof [].toJSON, JSON.stringify([1]), Math.random() < 1, input];"));
        Assert.Single(workers.ProcessIds);
    }

    [Fact]
    public void A_process_that_was_killed_while_idle_is_replaced_without_a_failure()
    {
        Run("return 1;");
        var killed = Kill(Assert.Single(workers.ProcessIds));

        Assert.Equal("2", Run("return 2;"));
        Assert.NotEqual(killed, Assert.Single(workers.ProcessIds));
    }

    [Fact]
    public async Task A_process_that_is_killed_fails_its_script_with_a_sentence_and_the_next_script_runs()
    {
        Run("return 1;");
        var process = Assert.Single(workers.ProcessIds);
        var before = UsedTime(process);
        var running = Task.Run(() => Run("while (true);"), TestContext.Current.CancellationToken);
        await Eventually.True(() => UsedTime(process) > before + TimeSpan.FromSeconds(0.3));
        Kill(process);

        Assert.StartsWith("The process of the script ended unexpectedly.", (await Assert.ThrowsAsync<ScriptWorkerException>(() => running.Soon())).Message, StringComparison.Ordinal);
        Assert.Equal("2", Run("return 2;"));
    }

    [Fact]
    public void An_endless_script_stops_when_it_is_cancelled_and_the_next_one_runs()
    {
        using var cancellation = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));

        Assert.ThrowsAny<OperationCanceledException>(() => workers.Run(new("while (true);", Values.Of("{}"), 1000), cancellation.Token));
        Assert.Equal("2", Run("return 2;"));
    }

    [Fact]
    public async Task Scripts_beyond_the_number_of_processes_wait_for_their_turn()
    {
        var results = await Task.WhenAll(Enumerable.Range(1, 8).Select(number => Task.Run(() => Run($"return {number};")))).Soon();

        Assert.Equal(Enumerable.Range(1, 8).Select(number => $"{number}"), results);
        Assert.Single(workers.ProcessIds);
    }

    [Fact]
    public void Processes_end_with_the_pool()
    {
        Run("return 1;");
        using var process = Process.GetProcessById(Assert.Single(workers.ProcessIds));
        workers.Dispose();

        Assert.True(process.WaitForExit(Waiting.Patience));
        Assert.Throws<ObjectDisposedException>(() => Run("return 2;"));
    }

    [Theory]
    [InlineData("return 1;")]
    [InlineData("while (true);")]
    public void A_process_ends_when_its_pipe_closes_as_it_does_when_the_server_is_killed(string script)
    {
        using var process = Process.Start(WorkerProgram.StartInfo(ScriptHost.Argument, new ScriptOptions().MemoryMegabytes))!;
        process.StandardInput.BaseStream.Write(new ScriptJob(script, Values.Of("{}"), 1000).ToLine().Span);
        process.StandardInput.BaseStream.Flush();
        process.StandardInput.Close();

        Assert.True(process.WaitForExit(Waiting.Patience));
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    [InlineData("HUP")]
    public void A_process_ignores_the_signals_that_a_terminal_or_a_service_manager_sends_to_all(string signal)
    {
        Run("return 1;");
        var process = Assert.Single(workers.ProcessIds);
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such signals.");

        using (var sending = Process.Start("sh", ["-c", $"kill -{signal} {process}"]))
            sending.WaitForExit();

        Assert.Equal("2", Run("return 2;"));
        Assert.Equal([process], workers.ProcessIds);
    }

    [Fact]
    public void A_process_gets_nothing_of_the_servers_environment_and_works_outside_its_data()
    {
        Run("return 1;");
        var process = $"/proc/{Assert.Single(workers.ProcessIds)}";
        Assert.SkipUnless(Directory.Exists(process), "This test reads /proc.");

        Assert.All(Encoding.UTF8.GetString(File.ReadAllBytes($"{process}/environ")).Split('\0', StringSplitOptions.RemoveEmptyEntries),
            variable => Assert.StartsWith("DOTNET_", variable, StringComparison.Ordinal));
        Assert.Equal(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory), new FileInfo($"{process}/cwd").ResolveLinkTarget(true)!.FullName);
    }

    string Run(string script) => workers.Run(new(script, Values.Of("""{"input": {"a": 1}}"""), 100_000), TestContext.Current.CancellationToken) is { Output: { } output } ? output.GetRawText() : "";

    static int Kill(int id)
    {
        using var process = Process.GetProcessById(id);
        process.Kill();
        process.WaitForExit();
        return id;
    }

    static TimeSpan UsedTime(int id)
    {
        using var process = Process.GetProcessById(id);
        return process.TotalProcessorTime;
    }

    public void Dispose() => workers.Dispose();
}
