
namespace HtmxFlows.Views;

/// <summary>The value of a field while it is written.</summary>
public sealed record Preview(string Text, bool IsProblem)
{
    const int MostShown = 400;

    public string Shown => Data.Excerpt.Of(Text, MostShown);
}
