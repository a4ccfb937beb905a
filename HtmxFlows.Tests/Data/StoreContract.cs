using Dapper;
using HtmxFlows.Data;
using HtmxFlows.Tests.Workflows;

namespace HtmxFlows.Tests.Data;

/// <summary>
/// What a store promises over any database. A kind of database runs each contract by a class of one line, which says how its databases are made
/// (<c>Sqlite/SqliteContracts.cs</c>).
/// </summary>
public abstract class StoreContract(TestDatabase place) : IAsyncLifetime
{
    IDatabase? database;
    WorkflowServices? services;

    private protected ManualTime Time { get; } = new();

    /// <summary>The database, opened when it is first used.</summary>
    private protected IDatabase Database => database ??= place.Open();

    /// <summary>A part of the product over the database.</summary>
    private protected T Get<T>() where T : notnull => (services ??= new(Database, Time)).Get<T>();

    /// <summary>Closes the database, as the end of a process does; the next use opens it again.</summary>
    private protected void Reopen()
    {
        services?.Dispose();
        database?.Dispose();
        (services, database) = (null, null);
    }

    /// <inheritdoc cref="TestDatabase.Refuse"/>
    private protected Task<int> Refuse(string change) => Database.Write(writer => writer.Connection.Execute(place.Refuse(change)));

    /// <inheritdoc cref="TestDatabase.Allow"/>
    private protected Task<int> Allow(string change) => Database.Write(writer => writer.Connection.Execute(place.Allow(change)));

    /// <summary>What each test begins with.</summary>
    public virtual ValueTask InitializeAsync() => default;

    public async ValueTask DisposeAsync()
    {
        Reopen();
        await place.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
