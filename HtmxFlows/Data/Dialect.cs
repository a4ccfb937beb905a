namespace HtmxFlows.Data;

/// <summary>The SQL that differs between databases. All other SQL of the product is accepted by SQLite and PostgreSQL alike.</summary>
public abstract class Dialect
{
    /// <summary>A query that tells whether the table <c>@table</c> exists.</summary>
    public abstract string TableExists { get; }

    /// <summary>A query of the texts in a JSON list, for <c>IN (…)</c>.</summary>
    /// <param name="list">The parameter that holds the list: <c>@runs</c>.</param>
    public abstract string TextsIn(string list);
}
