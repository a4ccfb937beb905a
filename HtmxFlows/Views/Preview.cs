namespace HtmxFlows.Views;

/// <summary>The value of a field while it is written.</summary>
public sealed record Preview(string Text, PreviewKind Kind)
{
    const int MostShown = 400;

    public string Shown => Data.Excerpt.Of(Text, MostShown);

    /// <summary>For <c>class</c>.</summary>
    public string Class => Kind switch
    {
        PreviewKind.Value => "value",
        PreviewKind.NoData => "no-data",
        _ => "problem",
    };
}

/// <summary>What is known of the value of a field.</summary>
public enum PreviewKind
{
    /// <summary>The value over the data that there is.</summary>
    Value,

    /// <summary>The field may be right, but the data that it uses is not known yet.</summary>
    NoData,

    /// <summary>The field is wrong, or does not fit the data.</summary>
    Problem,
}
