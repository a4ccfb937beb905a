using Acornima;
using Acornima.Ast;

namespace HtmxFlows.Scripts;

/// <summary>Finds what a script refers to. A name of the run's data that the script declares anywhere, even in one function, counts as its own.</summary>
sealed class ScriptReferences : AstVisitor
{
    readonly List<ScriptPath> paths = [];
    readonly HashSet<string> names = [], declared = [];
    int functions;

    public bool IsAsync { get; private set; }

    public IReadOnlySet<string> Names => names;

    public IReadOnlySet<string> Declared => declared;

    /// <summary>The paths into the run's data, which <c>item</c> and <c>index</c> are no part of.</summary>
    public IEnumerable<ScriptPath> Paths => paths.Where(path => path.Root is not ("item" or "index") && !declared.Contains(path.Root));

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
        if (ScriptPath.Of(node) is { } path)
            paths.Add(path);
        return node;
    }

    protected override object? VisitMemberExpression(MemberExpression node)
    {
        if (ScriptPath.Of(node) is { } path)
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
        if (node is { Id: ObjectPattern pattern, Init: { } init } && ScriptPath.Of(init) is { } path)
        {
            names.Add(path.Root);
            paths.AddRange(ScriptPattern.Paths(pattern, path));
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
        if (node is { Shorthand: true, Value: Identifier only } && ScriptPath.Of(only) is { Segments: [var root] })
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

    void Add(ScriptPath path)
    {
        names.Add(path.Root);
        paths.Add(path);
    }

    /// <summary>Visits the default values and computed keys of a pattern.</summary>
    void VisitDefaults(Node? pattern)
    {
        if (pattern is not null and not Identifier)
            Visit(pattern);
    }

    void Declare(Node? pattern)
    {
        foreach (var name in ScriptPattern.Names(pattern))
        {
            declared.Add(name);
            names.Add(name);
        }
    }
}
