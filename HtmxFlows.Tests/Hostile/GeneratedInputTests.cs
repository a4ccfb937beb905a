using System.Diagnostics;
using System.Globalization;

namespace HtmxFlows.Tests.Hostile;

/// <summary>Runs <see cref="GeneratedInputs"/> in processes of their own: this test program, started once more for each kind.</summary>
[Slow]
public sealed class GeneratedInputTests
{
    // A gigabyte, past which the runtime throws instead of taking more.
    const string HeapLimit = "0x40000000";

    const int Seed = 20261128;

    static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    [Theory]
    [InlineData(nameof(GeneratedInputs.Templates))]
    [InlineData(nameof(GeneratedInputs.Schemas))]
    [InlineData(nameof(GeneratedInputs.Markdown))]
    public Task Generated_inputs_do_not_crash_the_process(string kind) =>
        GeneratedInputs.Kind is null ? StartProcess(kind) : GeneratedInputs.Kind == kind ? Generate(kind) : Task.CompletedTask;

    static Task Generate(string kind) => kind switch
    {
        nameof(GeneratedInputs.Templates) => GeneratedInputs.Templates(),
        nameof(GeneratedInputs.Schemas) => GeneratedInputs.Schemas(),
        _ => GeneratedInputs.Markdown(),
    };

    static async Task StartProcess(string kind)
    {
        // SEED chooses others.
        var seed = Environment.GetEnvironmentVariable(GeneratedInputs.SeedVariable) ?? Seed.ToString(CultureInfo.InvariantCulture);
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList = { typeof(GeneratedInputs).Assembly.Location, "-class", typeof(GeneratedInputTests).FullName!, "-noColor", "-noLogo" },
            Environment = { [GeneratedInputs.KindVariable] = kind, [GeneratedInputs.SeedVariable] = seed, ["DOTNET_GCHeapHardLimit"] = HeapLimit },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var child = Process.Start(start)!;
        var (output, errors) = (child.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken), child.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
        try
        {
            await child.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Patience, TestContext.Current.CancellationToken);
        }
        finally
        {
            if (!child.HasExited)
                child.Kill();
        }
        var said = $"{await output}\n{await errors}";
        Assert.True(child.ExitCode == 0, $"With the seed {seed} the process ended with {child.ExitCode}: {(said.Length < 8_000 ? said : said[..8_000])}");
        Assert.Contains("Total: 3", said, StringComparison.Ordinal);
    }
}
