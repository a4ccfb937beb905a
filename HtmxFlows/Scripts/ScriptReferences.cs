using Acornima;
using Acornima.Ast;

namespace HtmxFlows.Scripts;

/// <summary>Finds what a script refers to. A name of the run's data that the script declares anywhere, even in one function, counts as its own.</summary>
sealed class ScriptReferences : AstVisitor
{
    /// <summary>The names of the run's data that a script may see.</summary>
    public static readonly HashSet<string> Roots = ["prompt", "input", "nodes", "run", "item", "index"];

    readonly List<ScriptPath> paths = [];
    readonly HashSet<string> names = [], declared = [];
    int functions;

    public bool IsAsync { get; private set; }

    public IReadOnlySet<string> Names => names;

    public IReadOnlySet<string> Declared => declared;

    public IEnumerable<ScriptPath> Paths => paths.Where(path => !declared.Contains(path.Names[0]));

    public static ScriptReferences In(Node? program)
    {
        var references = new ScriptReferences();
        if (program is not null)
            references.Visit(program);
        return references;
    }

    /// <summary>Has the script refer to values of the run's data at their new places.</summary>
    public string Rename(string script, IReadOnlyDictionary<string, string> moves)
    {
        // The keys of one pattern share the beginning of their paths.
        foreach (var (start, end, text) in Paths.Select(path => path.Edit(moves)).OfType<(int Start, int End, string)>().Distinct().OrderByDescending(edit => edit.Start))
            script = $"{script[..start]}{text}{script[end..]}";
        return script;
    }

    protected override object? VisitIdentifier(Identifier node)
    {
        names.Add(node.Name);
        if (Chain(node) is { } path)
            paths.Add(new(path));
        return node;
    }

    protected override object? VisitMemberExpression(MemberExpression node)
    {
        if (Chain(node) is { } path)
            Add(path);
        else
            VisitParts(node);
        return node;
    }

    /// <summary>A method is not a member of the data.</summary>
    protected override object? VisitCallExpression(CallExpression node)
    {
        VisitTarget(node.Callee);
        foreach (var argument in node.Arguments)
            Visit(argument);
        return node;
    }

    protected override object? VisitAssignmentExpression(AssignmentExpression node)
    {
        VisitTarget(node.Left);
        Visit(node.Right);
        return node;
    }

    protected override object? VisitVariableDeclarator(VariableDeclarator node)
    {
        Declare(node.Id);
        if (node is { Id: ObjectPattern pattern, Init: { } init } && Chain(init) is { } path)
        {
            names.Add(path[0].Name);
            AddKeys(pattern, path);
            VisitDefaults(pattern);
        }
        else
        {
            VisitDefaults(node.Id);
            if (node.Init is not null)
                Visit(node.Init);
        }
        return node;
    }

    protected override object? VisitFunctionDeclaration(FunctionDeclaration node) => VisitFunction(node, node.Id);

    protected override object? VisitFunctionExpression(FunctionExpression node) => VisitFunction(node, node.Id);

    protected override object? VisitArrowFunctionExpression(ArrowFunctionExpression node) => VisitFunction(node, null);

    protected override object? VisitClassDeclaration(ClassDeclaration node)
    {
        Declare(node.Id);
        return base.VisitClassDeclaration(node);
    }

    protected override object? VisitClassExpression(ClassExpression node)
    {
        Declare(node.Id);
        return base.VisitClassExpression(node);
    }

    protected override object? VisitCatchClause(CatchClause node)
    {
        Declare(node.Param);
        return base.VisitCatchClause(node);
    }

    protected override object? VisitObjectProperty(ObjectProperty node)
    {
        if (node is { Shorthand: true, Value: Identifier only } && Chain(only) is [var root])
        {
            names.Add(only.Name);
            paths.Add(new([root with { Form = ScriptPath.Form.Shorthand }]));
            return node;
        }
        return VisitKeyed(node, node.Computed ? node.Key : null, node.Value);
    }

    protected override object? VisitAssignmentProperty(AssignmentProperty node) => VisitKeyed(node, node.Computed ? node.Key : null, node.Value);

    protected override object? VisitMethodDefinition(MethodDefinition node) => VisitKeyed(node, node.Computed ? node.Key : null, node.Value);

    protected override object? VisitPropertyDefinition(PropertyDefinition node) => VisitKeyed(node, node.Computed ? node.Key : null, node.Value);

    protected override object? VisitLabeledStatement(LabeledStatement node) => VisitKeyed(node, null, node.Body);

    protected override object? VisitBreakStatement(BreakStatement node) => node;

    protected override object? VisitContinueStatement(ContinueStatement node) => node;

    protected override object? VisitAwaitExpression(AwaitExpression node)
    {
        IsAsync |= functions == 0;
        return base.VisitAwaitExpression(node);
    }

    protected override object? VisitForOfStatement(ForOfStatement node)
    {
        IsAsync |= node.Await && functions == 0;
        return base.VisitForOfStatement(node);
    }

    object? VisitFunction(IFunction function, Identifier? name)
    {
        Declare(name);
        functions++;
        foreach (var parameter in function.Params)
        {
            Declare(parameter);
            Visit(parameter);
        }
        Visit(function.Body);
        functions--;
        return function;
    }

    Node VisitKeyed(Node node, Node? key, Node? value)
    {
        if (key is not null)
            Visit(key);
        if (value is not null)
            Visit(value);
        return node;
    }

    /// <summary>Visits what is called or assigned: the last member of a path is none of the data.</summary>
    void VisitTarget(Node node)
    {
        if (node is MemberExpression member)
            VisitParts(member);
        else
            Visit(node);
    }

    void VisitParts(MemberExpression node)
    {
        Visit(node.Object);
        if (node.Computed)
            Visit(node.Property);
    }

    void Add(ScriptPath.Segment[] path)
    {
        names.Add(path[0].Name);
        paths.Add(new(path));
    }

    /// <summary>The paths that a pattern takes apart. A pattern with a rest, or without keys that are known, takes all.</summary>
    void AddKeys(ObjectPattern pattern, ScriptPath.Segment[] path)
    {
        if (pattern.Properties.Count == 0 || !pattern.Properties.All(property => property is AssignmentProperty { Computed: false, Key: Identifier or StringLiteral }))
        {
            paths.Add(new(path));
            return;
        }
        foreach (var property in pattern.Properties.OfType<AssignmentProperty>())
        {
            ScriptPath.Segment[] inner = [.. path, new(NameOf(property.Key), property.Key.Start, property.Key.End, property.Shorthand ? ScriptPath.Form.Variable : ScriptPath.Form.Key)];
            if (property.Value is ObjectPattern nested)
                AddKeys(nested, inner);
            else
                paths.Add(new(inner));
        }
    }

    /// <summary>Visits the default values and computed keys of a pattern.</summary>
    void VisitDefaults(Node? pattern)
    {
        if (pattern is not null and not Identifier)
            Visit(pattern);
    }

    void Declare(Node? pattern)
    {
        switch (pattern)
        {
            case Identifier name:
                declared.Add(name.Name);
                names.Add(name.Name);
                break;
            case AssignmentPattern optional:
                Declare(optional.Left);
                break;
            case RestElement rest:
                Declare(rest.Argument);
                break;
            case ArrayPattern list:
                DeclareAll(list.Elements);
                break;
            case ObjectPattern keys:
                DeclareAll(keys.Properties);
                break;
            case AssignmentProperty property:
                Declare(property.Value);
                break;
        }
    }

    void DeclareAll(IEnumerable<Node?> patterns)
    {
        foreach (var pattern in patterns)
            Declare(pattern);
    }

    /// <summary>The path that an expression is, if it begins with a name of the run's data and has only names that are known.</summary>
    static ScriptPath.Segment[]? Chain(Node expression) => expression switch
    {
        Identifier root when Roots.Contains(root.Name) => [new(root.Name, root.Start, root.End, ScriptPath.Form.Root)],
        ChainExpression optional => Chain(optional.Expression),
        MemberExpression { Property: var property } member when (member.Computed ? property is StringLiteral : property is Identifier) && Chain(member.Object) is { } before =>
            [.. before, new(NameOf(property), member.Object.End, member.End, ScriptPath.Form.Member, member.Optional)],
        _ => null,
    };

    static string NameOf(Node key) => key is StringLiteral text ? text.Value : ((Identifier)key).Name;
}
