using System.Diagnostics;
using HtmxFlows.Accounts;
using HtmxFlows.Data;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace HtmxFlows.Benchmarks;

/// <summary>What it costs to recognise who sends a request.</summary>
static class AccountsBenchmark
{
    const int People = 1_000, Requests = 1_000_000;
    const double MostMicroseconds = 50;

    public static async Task Run(Report report)
    {
        using var scratch = new Scratch();
        await using var services = new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System).AddDatabase(_ => scratch.Path)
            .AddSingleton<IConfiguration>(new ConfigurationBuilder().Build()).AddAccounts(new ConfigurationBuilder().Build()).BuildServiceProvider();
        var user = ((UserOutcome.Saved)await services.GetRequiredService<Users>().Add(new("Ada", "", Role.Owner), "four plain words", Actor.CommandLine)).User;
        var sessions = services.GetRequiredService<Sessions>();
        var secrets = await Task.WhenAll(Enumerable.Range(0, People).Select(_ => sessions.Begin(user, "127.0.0.1", "")));
        report.Line("a session that is read for the first time", Time(secrets, People), "µs");
        report.AtMost("a session that is in memory", Time(secrets, Requests), "µs", MostMicroseconds);

        double Time(string[] known, int count)
        {
            var begun = Stopwatch.GetTimestamp();
            for (var n = 0; n < count; n++)
                sessions.Find(known[n % known.Length], "127.0.0.1");
            return Stopwatch.GetElapsedTime(begun).TotalMicroseconds / count;
        }
    }
}
