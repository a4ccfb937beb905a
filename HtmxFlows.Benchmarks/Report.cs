using System.Globalization;

namespace HtmxFlows.Benchmarks;

/// <summary>Prints figures as aligned lines: what, how much, and what the budget asks, met or not as it was measured.</summary>
sealed class Report(TextWriter output)
{
    const int NameWidth = 52, ValueWidth = 12, UnitWidth = 22;

    public void Title(string name) => output.WriteLine($"\n{name}");

    /// <summary>What the figures that follow are about, or why there are none.</summary>
    public void Note(string text) => output.WriteLine($"  -- {text}");

    /// <summary>A figure that stands for itself.</summary>
    public void Line(string name, double value, string unit) => Write(name, value, unit, "");

    /// <summary>A figure that must not be less.</summary>
    public void AtLeast(string name, double value, string unit, double least) =>
        Write(name, value, unit, $"must be ≥ {Number(least)}: {Verdict(value >= least)}");

    /// <summary>A figure that must not be more.</summary>
    public void AtMost(string name, double value, string unit, double most) =>
        Write(name, value, unit, $"must be ≤ {Number(most)}: {Verdict(value <= most)}");

    void Write(string name, double value, string unit, string must) =>
        output.WriteLine($"  {name.PadRight(NameWidth)}{Number(value),ValueWidth}  {unit.PadRight(UnitWidth)}{must}".TrimEnd());

    static string Verdict(bool met) => met ? "met" : "NOT MET";

    static string Number(double value) =>
        value.ToString(Math.Abs(value) switch { >= 100 => "N0", >= 10 => "N1", _ => "N2" }, CultureInfo.InvariantCulture);
}
