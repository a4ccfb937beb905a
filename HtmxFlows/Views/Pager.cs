using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;

namespace HtmxFlows.Views;

/// <summary>The links to the page before and the page after; null where there is none.</summary>
public sealed record Pager(string? Previous, string? Next)
{
    /// <summary>Whether the list is in the order of names, and not the newest first.</summary>
    public bool IsByName { get; init; }

    const string Parameter = "page";
    const int Size = 50, Last = 1_000_000;

    /// <summary>Reads one page of a list, and one item more to know whether there is another page.</summary>
    /// <param name="request">The request, whose other query parameters the links keep.</param>
    /// <param name="number">1 for the first page.</param>
    /// <param name="read">Gives so many items after so many others: (skip, take).</param>
    public static (IReadOnlyList<T> Items, Pager Pager) Read<T>(HttpRequest request, int number, Func<int, int, IReadOnlyList<T>> read)
    {
        number = Math.Clamp(number, 1, Last);
        var items = read((number - 1) * Size, Size + 1);
        return ([.. items.Take(Size)], new(number > 1 ? Link(request, number - 1) : null, items.Count > Size ? Link(request, number + 1) : null));
    }

    static string Link(HttpRequest request, int number)
    {
        var query = request.Query.Where(pair => pair.Key != Parameter)
            .SelectMany(pair => pair.Value, (pair, value) => KeyValuePair.Create(pair.Key, value))
            .Append(KeyValuePair.Create(Parameter, (string?)number.ToString(CultureInfo.InvariantCulture)));
        return QueryHelpers.AddQueryString(request.PathBase + request.Path, query);
    }
}
