using System.Text;
using HtmxFlows.Scripts;

namespace HtmxFlows.Tests.Scripts;

/// <summary>The engine without its process.</summary>
public sealed class ScriptEngineTests
{
    readonly ScriptEngine engine = new();

    [Theory]
    [InlineData("while (true);")]
    [InlineData("try { while (true); } finally { while (true); }")]
    [InlineData("try { while (true); } catch { return 'caught'; }")]
    [InlineData("return { get a() { while (true); } };")]
    [InlineData("const forever = async () => { while (true) await 0; }; await forever();")]
    public async Task A_script_that_is_asked_to_stop_stops_by_itself(string script)
    {
        var running = Task.Run(() => Run(script), TestContext.Current.CancellationToken);
        engine.Stop.Set();

        Assert.Contains("The script was stopped", await running.Soon(), StringComparison.Ordinal);
    }

    [Fact]
    public void After_a_stop_the_next_script_runs()
    {
        engine.Stop.Set();
        Run("while (true);");
        engine.Stop.Clear();

        Assert.Equal("""{"log":[],"output":2}""" + "\n", Run("return 1 + 1;"));
    }

    [Fact]
    public void An_answer_is_one_line() => Assert.Single(Run("console.log('a\\nb'); return 'c\\r\\nd';"), letter => letter == '\n');

    string Run(string script) => Encoding.UTF8.GetString(engine.Run(new(script, Values.Of("{}"), 100_000)).Span);
}
