using Acornima.Ast;

namespace HtmxFlows.Scripts;

/// <summary>Patterns: what takes values apart, such as <c>{ fetch, nodes: [first] }</c>.</summary>
static class ScriptPattern
{
    /// <summary>The names that a pattern declares.</summary>
    public static IEnumerable<string> Names(Node? pattern) => pattern switch
    {
        Identifier name => [name.Name],
        AssignmentPattern optional => Names(optional.Left),
        RestElement rest => Names(rest.Argument),
        ArrayPattern list => list.Elements.SelectMany(Names),
        ObjectPattern keys => keys.Properties.SelectMany(Names),
        AssignmentProperty property => Names(property.Value),
        _ => [],
    };

    /// <summary>The paths that a pattern reads. A pattern with a rest, or with keys that are not known, reads all of the value.</summary>
    /// <param name="path">The path of the value.</param>
    public static IEnumerable<ScriptPath> Paths(ObjectPattern pattern, ScriptPath path) =>
        pattern.Properties.Count > 0 && pattern.Properties.All(property => property is AssignmentProperty { Computed: false, Key: Identifier or StringLiteral })
            ? pattern.Properties.Cast<AssignmentProperty>().SelectMany(property => Paths(property, path))
            : [path];

    static IEnumerable<ScriptPath> Paths(AssignmentProperty property, ScriptPath path)
    {
        var inner = path.With(new(ScriptPath.NameOf(property.Key), property.Key.Start, property.Key.End, property.Shorthand ? ScriptPath.Form.Variable : ScriptPath.Form.Key));
        return property.Value is ObjectPattern nested ? Paths(nested, inner) : [inner];
    }
}
