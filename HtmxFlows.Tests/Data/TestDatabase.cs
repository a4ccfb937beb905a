using HtmxFlows.Data;

namespace HtmxFlows.Tests.Data;

/// <summary>A database of one test: empty at first, and gone with the test.</summary>
public abstract class TestDatabase : IAsyncDisposable
{
    /// <summary>Opens it, once or again.</summary>
    public abstract IDatabase Open();

    /// <summary>Deletes it.</summary>
    public abstract ValueTask DisposeAsync();

    /// <summary>The SQL by which a kind of change fails from then on.</summary>
    /// <param name="change">The change, as triggers name it: <c>INSERT ON runs</c>.</param>
    public abstract string Refuse(string change);

    /// <summary>The SQL that ends the refusal.</summary>
    /// <inheritdoc cref="Refuse" path="/param"/>
    public abstract string Allow(string change);
}
