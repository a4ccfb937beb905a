
namespace HtmxFlows.Views;

/// <summary>Where the buttons of lists of rows send their form.</summary>
/// <param name="Addition">Adds a row to the list with the key <c>list</c>.</param>
/// <param name="Removal">Removes the row with the key <c>row</c>.</param>
public sealed record RowAddresses(string Addition, string Removal);
