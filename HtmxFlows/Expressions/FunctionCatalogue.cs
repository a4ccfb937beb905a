using System.Diagnostics.CodeAnalysis;
using HtmxFlows.Data;

namespace HtmxFlows.Expressions;

/// <summary>The functions of expressions, by family and by name.</summary>
public static class FunctionCatalogue
{
    /// <summary>The data over which the examples of all functions are evaluated, a JSON object.</summary>
    public const string ExampleData =
        """
        {
          "prompt": "  Zürich, please ",
          "order": {"number": 42, "customer": "Ada Lovelace", "total": "1234.565", "date": "2030-01-31T22:30:00Z", "paid": true, "discount": null},
          "lines": [{"sku": "B", "price": 7.10}, {"sku": "A", "price": 12}, {"sku": "C", "price": 7.1}]
        }
        """;

    /// <summary>The same for an evaluation.</summary>
    public static INodeData Examples { get; } = new GivenData(Json.Parse(ExampleData));

    /// <summary>Every family of this assembly, by title.</summary>
    public static IReadOnlyList<FunctionFamily> Families { get; } =
    [
        .. typeof(FunctionFamily).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(FunctionFamily)) && !type.IsAbstract)
            .Select(type => (FunctionFamily)Activator.CreateInstance(type)!).OrderBy(family => family.Title, StringComparer.Ordinal),
    ];

    static readonly Dictionary<string, Function> ByName = Families.SelectMany(family => family.Functions).ToDictionary(function => function.Name);

    public static IReadOnlyCollection<string> Names => ByName.Keys;

    public static bool TryFind(string name, [NotNullWhen(true)] out Function? function) => ByName.TryGetValue(name, out function);
}
