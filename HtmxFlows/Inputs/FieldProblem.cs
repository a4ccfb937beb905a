namespace HtmxFlows.Inputs;

/// <summary>Something wrong with a field, in a sentence.</summary>
/// <param name="Field">The field's key, rows included: <c>headers[2].name</c>.</param>
public sealed record FieldProblem(string Field, string Message)
{
    /// <summary>A problem for each name that is used more than once, at its last place.</summary>
    /// <param name="names">Each name with its field.</param>
    /// <param name="what">The noun for the message.</param>
    public static IEnumerable<FieldProblem> Twice(IEnumerable<(string Name, string Field)> names, string what = "name") =>
        names.GroupBy(row => row.Name).Where(rows => rows.Count() > 1).Select(rows => new FieldProblem(rows.Last().Field, $"The {what} `{rows.Key}` is used twice."));

    /// <summary>A problem for each duplicate <c>name</c> in the rows of a list.</summary>
    public static IEnumerable<FieldProblem> Twice(string list, IEnumerable<string> names) => Twice(names.Select((name, index) => (name, $"{list}[{index}].name")));
}
