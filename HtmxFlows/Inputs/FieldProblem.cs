namespace HtmxFlows.Inputs;

/// <summary>Something wrong with a field, in a sentence.</summary>
/// <param name="Field">The field's key, rows included: <c>headers[2].name</c>.</param>
public sealed record FieldProblem(string Field, string Message)
{
    /// <summary>The names that are there twice, each at its last place.</summary>
    /// <param name="names">Each name, and the field that holds it.</param>
    /// <param name="what">What is named.</param>
    public static IEnumerable<FieldProblem> Twice(IEnumerable<(string Name, string Field)> names, string what = "name") =>
        names.GroupBy(row => row.Name).Where(rows => rows.Count() > 1).Select(rows => new FieldProblem(rows.Last().Field, $"The {what} `{rows.Key}` is there twice."));

    /// <summary>The same for the rows of a list, whose field <c>name</c> holds the name.</summary>
    public static IEnumerable<FieldProblem> Twice(string list, IEnumerable<string> names) => Twice(names.Select((name, index) => (name, $"{list}[{index}].name")));
}
