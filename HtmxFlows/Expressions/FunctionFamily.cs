namespace HtmxFlows.Expressions;

/// <summary>Functions of one kind. A class that derives from it is found by <see cref="FunctionCatalogue"/>; it needs no registration.</summary>
public abstract class FunctionFamily
{
    /// <summary>The heading for people.</summary>
    public abstract string Title { get; }

    public abstract IReadOnlyList<Function> Functions { get; }
}
