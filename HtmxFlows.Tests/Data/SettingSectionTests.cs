using HtmxFlows.Data;
using HtmxFlows.Nodes;
using HtmxFlows.Outbound;
using HtmxFlows.Runs;
using Microsoft.Extensions.Configuration;

namespace HtmxFlows.Tests.Data;

public sealed class SettingSectionTests
{
    [Theory]
    [InlineData("ParallelNodes", "0", "S:ParallelNodes is “0”, but it must be a whole number from 1 to 100000.")]
    [InlineData("ParallelNodes", "many", "S:ParallelNodes is “many”, but it must be a whole number from 1 to 100000.")]
    [InlineData("ParallelNodes", "", "S:ParallelNodes is “”, but it must be a whole number from 1 to 100000.")]
    [InlineData("ParallelNodes", "99999999999", "S:ParallelNodes is “99999999999”, but it must be a whole number from 1 to 100000.")]
    [InlineData("StopSeconds", "-1", "S:StopSeconds is “-1”, but it must be a number from 0 to 600.")]
    [InlineData("StopSeconds", "NaN", "S:StopSeconds is “NaN”, but it must be a number from 0 to 600.")]
    [InlineData("DurationDays", "1,5", "S:DurationDays is “1,5”, but it must be a number from 0.001 to 3650.")]
    public void A_wrong_value_is_refused_with_its_setting(string name, string value, string sentence) => Assert.Equal(sentence, Refusal<RunLimits>((name, value)));

    [Theory]
    [InlineData("ParalelNodes")]
    [InlineData("ParallelNodes2")]
    public void An_unknown_setting_is_refused_with_the_known_ones(string name)
    {
        var sentence = Refusal<RunLimits>((name, "1"));

        Assert.StartsWith($"S:{name} is not a setting. The settings there are ", sentence, StringComparison.Ordinal);
        Assert.Contains("ParallelNodesPerRun", sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Values_are_read_whatever_the_case_of_their_names_and_others_keep_their_defaults()
    {
        var limits = SettingSection.Read<RunLimits>(Section(("parallelnodes", "7"), ("StopSeconds", "0.5")));

        Assert.Equal((7, 0.5, new RunLimits().ParallelRuns), (limits.ParallelNodes, limits.StopSeconds, limits.ParallelRuns));
    }

    [Theory]
    [InlineData("AllowedNetworks", "10.0.0.0/8, 127.0.0.0/8")]
    [InlineData("AllowedNetworks:0", "10.0.0.0/8", "AllowedNetworks:1", "127.0.0.0/8")]
    public void A_list_is_a_text_with_commas_or_entries(params string[] pairs)
    {
        var options = SettingSection.Read<OutboundOptions>(Section([.. pairs.Chunk(2).Select(pair => (pair[0], pair[1]))]));

        Assert.Equal(["10.0.0.0/8", "127.0.0.0/8"], options.AllowedNetworks);
    }

    [Fact]
    public void The_default_of_each_setting_is_in_its_range()
    {
        AssertDefaults(new RunLimits());
        AssertDefaults(new NodeLimits());
        AssertDefaults(new OutboundOptions());
    }

    [Fact]
    public void A_setting_without_a_default_is_read_if_it_is_given()
    {
        Assert.Equal(0.5, SettingSection.Read<RunLimits>(Section(("KeepDays", "0.5"))).KeepDays);
        Assert.Null(SettingSection.Read<RunLimits>(Section(("KeepDays", ""))).KeepDays);
        Assert.Equal("S:KeepDays is “soon”, but it must be a number from 0.001 to 36500.", Refusal<RunLimits>(("KeepDays", "soon")));
    }

    static void AssertDefaults<T>(T defaults) where T : class, new() =>
        SettingSection.Read<T>(Section([.. typeof(T).GetProperties().Where(setting => setting.CanWrite && setting.PropertyType != typeof(IReadOnlyList<string>))
            .Select(setting => (setting.Name, FormattableString.Invariant($"{setting.GetValue(defaults)}")))]));

    static string Refusal<T>(params (string Name, string Value)[] values) where T : class, new() =>
        Assert.Throws<SettingException>(() => SettingSection.Read<T>(Section(values))).Message;

    static IConfigurationSection Section(params (string Name, string Value)[] values) =>
        new ConfigurationBuilder().AddInMemoryCollection(values.ToDictionary(value => $"S:{value.Name}", string? (value) => value.Value)).Build().GetSection("S");
}
