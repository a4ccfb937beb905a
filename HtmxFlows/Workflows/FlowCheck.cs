using HtmxFlows.Credentials;
using HtmxFlows.Data;
using HtmxFlows.Expressions;
using HtmxFlows.Inputs;
using HtmxFlows.Nodes;

namespace HtmxFlows.Workflows;

/// <summary>One check of a flow, collecting every problem.</summary>
sealed class FlowCheck(Flow flow, NodeCatalogue catalogue, FlowSurroundings? surroundings)
{
    /// <summary>Names with a meaning in every node, which are not allowed as ids.</summary>
    internal static readonly HashSet<string> CommonNames = ["prompt", "input", "run", "nodes", "secrets", Trigger];

    /// <summary>The name of what the trigger gave. Older flows may have a node of that name, which hides it.</summary>
    const string Trigger = "trigger";

    public FlowGraph Graph { get; } = new(flow with { Nodes = flow.Steps });

    /// <summary>The names that have a value when a run starts.</summary>
    static readonly HashSet<string> StartNames = ["prompt", "input", "run", Trigger];

    /// <summary>How many names one sentence lists.</summary>
    const int MostNamed = 20;

    readonly HashSet<string> notes = [.. flow.Nodes.Where(node => node.IsNote).Select(node => node.Id)];
    readonly List<FlowProblem> problems = [];
    int unlisted;

    /// <summary>The problems of the flow, up to a limit.</summary>
    public IReadOnlyList<FlowProblem> Problems =>
        unlisted == 0 ? problems : [.. problems, new($"{(unlisted == 1 ? "1 more problem is" : $"{unlisted} more problems are")} not listed. Fix these first.")];

    public List<FlowProblem> Warnings { get; } = [];

    /// <summary>The nodes whose input is one output as it is; known after <see cref="Run"/>, and not of a flow with a cycle.</summary>
    public SingleInputs? SingleInputs { get; private set; }

    /// <summary>The cost of the flow's templates.</summary>
    public int TemplateWeight { get; } = FlowTemplates.Weigh(flow);

    public Dictionary<string, PlannedNode> Run()
    {
        if (flow.Steps.Count == 0)
            Report(new("The workflow is empty. Add a node first."));
        if (FindLimitViolation() is { } excess)
        {
            Report(excess);
            return [];
        }
        Dictionary<string, PlannedNode> nodes = [];
        foreach (var node in flow.Nodes)
        {
            if (Plan(node) is { } planned)
                nodes[node.Id] = planned;
        }
        foreach (var edge in flow.Edges)
            Check(edge);
        if (flow.Concurrency?.Key is { } key)
            CheckKey(key);
        foreach (var problem in FindOutsideProblems(flow, surroundings))
            Report(problem);
        foreach (var node in nodes.Values)
        {
            CheckInputs(node);
            if (node.IsTrigger)
                CheckTrigger(node);
            foreach (var problem in FindOutsideProblems(node, surroundings))
                Report(problem);
        }
        foreach (var same in nodes.Values.Where(node => node is { IsTrigger: true, Node.IsDisabled: false }).Select(node => (node.Id, Kind: node.Type.Name, Slug: node.Type.Slug(node.Configuration)))
            .Where(one => one.Slug is { Length: > 0 }).GroupBy(one => (one.Kind, one.Slug)).SelectMany(group => group.Skip(1)))
        {
            Report(new($"Another trigger of this workflow has the address “{same.Slug}”. Choose another one.", Node: same.Id, Field: "slug"));
        }
        if (Graph.FindCycle() is { } cycle)
            Report(new($"These nodes form a loop: {Loop(cycle)}. Remove one connection.", Node: cycle[0]));
        else
            CheckReferences(nodes);
        return nodes;
    }

    void Report(FlowProblem problem)
    {
        const int LongestMessage = 1000;
        if (problems.Count >= FlowPlan.MostProblems)
            unlisted++;
        else
            problems.Add(problem with { Message = Excerpt.Of(problem.Message, LongestMessage) });
    }

    /// <summary>The limit that the flow exceeds; null if it exceeds none. Nothing else of an excessive flow is checked.</summary>
    FlowProblem? FindLimitViolation() =>
        flow.Nodes.Count > FlowPlan.MostNodes ? new($"The workflow has {flow.Nodes.Count} nodes; the limit is {FlowPlan.MostNodes}.")
        : flow.Edges.Count > FlowPlan.MostEdges ? new($"The workflow has {flow.Edges.Count} edges; the limit is {FlowPlan.MostEdges}.")
        : TemplateWeight > FlowPlan.MostTemplateWeight ? new("The workflow has too many expressions: its templates contain more than "
            + $"{FlowPlan.MostTemplateWeight} names, values and expressions together. Move nodes to another workflow.")
        : null;

    string Loop(IReadOnlyList<string> cycle)
    {
        const int MostShown = 20;
        return string.Join(" → ", cycle.Count <= MostShown ? cycle.Select(LabelOf) : [.. cycle.Take(MostShown).Select(LabelOf), "…", LabelOf(cycle[^1])]);
    }

    /// <summary>A node by its label, and by its id if that is another word.</summary>
    string Named(string id) => flow.Nodes.FirstOrDefault(node => node.Id == id) is { } node && node.Label != id ? $"“{Excerpt.Of(node.Label)}” (`{id}`)" : $"`{id}`";

    string LabelOf(string id) => flow.Nodes.First(node => node.Id == id).Label;

    string Unknown(string name) =>
        $"No node is called \"{name}\"."
        + (problems.Count < FlowPlan.MostProblems && SimilarName.Find(name, flow.Steps.Select(node => node.Id).Concat(CommonNames)) is { } similar ? $" Did you mean \"{similar}\"?" : "");

    PlannedNode? Plan(FlowNode node)
    {
        void ReportAll(IEnumerable<FieldProblem> found, string prefix = "")
        {
            foreach (var problem in found)
                Report(new(problem.Message, Node: node.Id, Field: prefix + problem.Field));
        }
        if (CommonNames.Contains(node.Id) && node.Id != Trigger)
            Report(new($"`{node.Id}` is a reserved name. Use another id.", Node: node.Id));
        if (node is { IsDisabled: true, IsNote: false })
            return PlannedNode.Disabled(node, NodePorts.Of(node, Graph.Outgoing(node.Id), catalogue));
        var (settings, unusable) = NodeSettings.Read(node.Data);
        ReportAll(unusable, "settings.");
        if (catalogue.Find(node.Type) is not { } type)
        {
            Report(new($"Unknown node type `{node.Type}`. The types are {string.Join(", ", catalogue.Types.Select(known => known.Name).Order(StringComparer.Ordinal))}.", Node: node.Id, Field: "type"));
            return null;
        }
        var (configuration, found) = type.Read(node.Data);
        ReportAll(found);
        if (node.IsNote)
            return null;
        if (!node.IsPlaceholder)
            Warn(node, type);
        if (settings.Each is not null && type.WhyNotEach is { } reason)
            Report(new(reason, Node: node.Id, Field: "settings.each"));
        if (configuration is not null || type.HasFixedPorts)
            CheckPorts(node, configuration is null ? type.Ports : type.PortsOf(configuration), settings);
        return configuration is null ? null : new(node, type, configuration, settings);
    }

    /// <summary>Warns of keys that nothing reads. They stay in the flow, since other tools may have put them there.</summary>
    void Warn(FlowNode node, NodeType type)
    {
        foreach (var ignored in type.Shape.FindIgnored(node.Data, FlowNode.CommonKeys))
            Warn(new(ignored.Message, Node: node.Id, Field: ignored.Field));
        if (node.Data.TryGetProperty("settings", out var settings))
        {
            foreach (var ignored in NodeSettings.Shape.FindIgnored(settings, [], "settings."))
                Warn(new(ignored.Message, Node: node.Id, Field: ignored.Field));
        }
    }

    void Warn(FlowProblem problem)
    {
        if (Warnings.Count < FlowPlan.MostProblems)
            Warnings.Add(problem with { IsWarning = true });
    }

    void CheckPorts(FlowNode node, IReadOnlyList<string> own, NodeSettings settings)
    {
        string?[] ports = [.. PlannedNode.PortsOf(own, settings)];
        if (settings.OnError == OnError.Port && !Graph.Outgoing(node.Id).Any(edge => edge.Port == NodeSettings.ErrorPort))
            Warn(new($"Errors of this node are ignored, because its port `{NodeSettings.ErrorPort}` is not connected. Connect the port, or change On error.", Node: node.Id, Field: "settings.onError"));
        foreach (var edge in Graph.Outgoing(node.Id).Where(edge => !ports.Contains(edge.Port)))
        {
            var named = string.Join(", ", ports.Take(MostNamed).Select(port => port is null ? "the default port (no sourceHandle)" : $"`{port}`"));
            Report(new($"The edge leaves {Named(node.Id)} from {(edge.Port is null ? "no port" : $"the port `{edge.Port}`")}; the node has {named}.", Edge: edge.Id));
        }
    }

    void Check(FlowEdge edge)
    {
        foreach (var end in new[] { edge.Source, edge.Target }.Where(end => !Graph.Contains(end)).Distinct())
            Report(new($"The edge connects {Named(edge.Source)} to {Named(edge.Target)}, but {(IsNote(end) ? $"{Named(end)} is a note, which has no edges" : $"the node `{end}` does not exist")}.", Edge: edge.Id));
    }

    /// <summary>A trigger starts a run, so nothing comes before it.</summary>
    void CheckTrigger(PlannedNode node)
    {
        foreach (var edge in Graph.Incoming(node.Id))
            Report(new($"{Named(node.Id)} is a trigger, which starts a run and has no input. Remove the connection from {Named(edge.Source)}.", Edge: edge.Id));
    }

    /// <summary>The key of the limits is rendered before any node runs, from what a start has.</summary>
    void CheckKey(Template key)
    {
        foreach (var name in key.Syntax.Roots.Where(name => !StartNames.Contains(name)))
            ReportKey($"`{name}` is not known when a run starts. Use {string.Join(", ", StartNames.Order(StringComparer.Ordinal).Select(known => $"`{known}`"))}.");
        foreach (var path in key.Syntax.Paths)
        {
            if (path is ["run", "approvals", ..])
                ReportKey("`run.approvals` is not known when a run starts.");
            var input = path switch { ["run", "input", var name, ..] => name, ["input", var name, ..] => name, _ => null };
            if (input is not null && !flow.Inputs.Any(known => known.Name == input))
                ReportKey($"`{string.Join('.', path)}` is not declared. Add `{input}` to `inputs`, or use another input.");
        }
    }

    void ReportKey(string problem) => Report(new(problem, Field: "concurrency.key"));

    bool IsNote(string id) => notes.Contains(id);

    void CheckInputs(PlannedNode node)
    {
        foreach (var (field, name) in Paths(node).Concat(node.Type.DataPaths(node.Configuration)).Where(found => found.Path is ["run", "input", _, ..]).Select(found => (found.Field, found.Path[2])).Distinct())
        {
            if (!flow.Inputs.Any(input => input.Name == name))
                Report(new($"`run.input.{name}` is not declared. Add it to `inputs`, or use another input.", Node: node.Id, Field: field));
        }
    }

    /// <summary>A workflow for failures that does not exist, or is this one.</summary>
    internal static IEnumerable<FlowProblem> FindOutsideProblems(Flow flow, FlowSurroundings? surroundings)
    {
        if (surroundings is null || flow.OnFailure.Length == 0)
            return [];
        var problem = surroundings.IsItself(flow.OnFailure) ? "A workflow cannot handle its own failures. Choose another one." : surroundings.FindWorkflowProblem(flow.OnFailure);
        return problem is null ? [] : [new(problem, Field: "settings.onFailure")];
    }

    /// <summary>Invalid uses of what is outside the flow: of secrets in templates, and of other workflows.</summary>
    internal static IEnumerable<FlowProblem> FindOutsideProblems(PlannedNode node, FlowSurroundings? surroundings) =>
        FindSecretProblems(node, surroundings?.Secrets).Concat(FindTriggerProblems(node, surroundings)).Concat(
            from call in node.Type.CalledWorkflows(node.Configuration)
            let problem = surroundings?.FindWorkflowProblem(call.Workflow)
            where problem is not null
            select new FlowProblem(problem, Node: node.Id, Field: call.Field));

    /// <summary>Addresses that another workflow has, and credentials with which no call could be verified.</summary>
    static IEnumerable<FlowProblem> FindTriggerProblems(PlannedNode node, FlowSurroundings? surroundings)
    {
        if (surroundings is null || !node.IsTrigger || node.Node.IsDisabled)
            yield break;
        foreach (var problem in node.Type.FindCredentialProblems(node.Configuration, surroundings.Secrets))
            yield return new(problem.Message, Node: node.Id, Field: problem.Field);
        if (node.Type.Slug(node.Configuration) is { Length: > 0 } slug && surroundings.FindSlugProblem(node.Type.Name, slug) is { } taken)
            yield return new(taken, Node: node.Id, Field: "slug");
    }

    static IEnumerable<FlowProblem> FindSecretProblems(PlannedNode node, Secrets? secrets)
    {
        foreach (var (field, path) in Paths(node).Where(found => found.Path is ["secrets", ..]))
        {
            if (path.Count == 1)
                yield return new("`secrets` alone is not allowed. Name one, e.g. {{secrets.NAME}}.", Node: node.Id, Field: field);
            else if (secrets?.Names.Contains(path[1]) == false)
                yield return new(Secrets.Missing(path[1]), Node: node.Id, Field: field);
        }
        foreach (var problem in SecretFunctions.FindProblems(node))
            yield return problem;
        if (secrets is null)
            yield break;
        foreach (var (field, name, use) in node.Type.Shape.CredentialsIn(node.Node.Data).Where(one => one.Use != CredentialUse.Webhook || !secrets.IsSetting(one.Name)))
        {
            var (found, problem) = secrets.FindCredential(name, CredentialKind.For(use));
            if (found is null)
                yield return new(problem, Node: node.Id, Field: field);
            else if (node.Type.Destination(node.Configuration, field) is var (place, url) && !found.Credential.Hosts.Match(url))
                yield return new(Secrets.NotBound(name, found.Credential.Hosts, url), Node: node.Id, Field: place);
        }
        foreach (var (field, path) in Paths(node).Where(found => found.Path is ["secrets", _, ..]))
        {
            if (node.Type.Destination(node.Configuration, field) is var (_, address) && secrets.FindUnbound(path[1], address) is { } unbound)
                yield return new(unbound, Node: node.Id, Field: field);
        }
    }

    static IEnumerable<(string Field, IReadOnlyList<string> Path)> Paths(PlannedNode node) => PathsOf(node.Templates).Concat(PathsOf(node.SettingTemplates));

    static IEnumerable<(string Field, IReadOnlyList<string> Path)> PathsOf(IEnumerable<(string Field, Template Template)> templates) =>
        templates.SelectMany(field => field.Template.Syntax.Paths.Select(path => (field.Field, path)));

    void CheckReferences(Dictionary<string, PlannedNode> nodes)
    {
        var unplanned = flow.Nodes.DistinctBy(node => node.Id).Where(node => !nodes.ContainsKey(node.Id)).ToDictionary(node => node.Id);
        SingleInputs = new(Graph, id => nodes.TryGetValue(id, out var node) ? node.Ports : NodePorts.Of(unplanned[id], Graph.Outgoing(id), catalogue));
        foreach (var node in nodes.Values)
        {
            CheckReferences(node);
            CheckPaths(node, nodes);
        }
    }

    /// <summary>The ids inside of paths: <c>nodes.a</c>, <c>input.a</c> and <c>run.approvals.a</c>.</summary>
    void CheckPaths(PlannedNode node, Dictionary<string, PlannedNode> nodes)
    {
        var own = PathsOf(node.Templates).Concat(node.Type.DataPaths(node.Configuration)).Where(found => !node.OwnNames.Contains(found.Path.FirstOrDefault("")));
        foreach (var (field, path) in own.Concat(PathsOf(node.SettingTemplates)))
        {
            switch (path)
            {
                case ["nodes", var id, ..] when !Graph.Contains(id):
                    Report(new(NoOutput(id), Node: node.Id, Field: field));
                    break;
                case ["input", var id, ..] when !SingleInputs!.Contains(node.Id) && !Graph.Predecessors(node.Id).Contains(id):
                    Report(new($"`input` has the outputs of the nodes before by their ids, and `{id}` is none of them. Use {string.Join(", ", Graph.Predecessors(node.Id).Take(MostNamed).Select(before => $"`input.{TemplateSyntax.Written(before)}`"))}.", Node: node.Id, Field: field));
                    break;
                case ["run", "approvals", var id, ..] when nodes.GetValueOrDefault(id) is { Node.IsDisabled: true }:
                    Report(new($"{Named(id)} is disabled, so it has no address for an answer. Enable it, or remove this reference.", Node: node.Id, Field: field));
                    break;
                case ["run", "approvals", var id, ..] when !nodes.Values.Any(other => other.Id == id && other.Type.AsksPerson):
                    Report(new($"{Named(id)} is not a node that asks a person, so it has no address for an answer. Use the id of one that does.", Node: node.Id, Field: field));
                    break;
            }
        }
    }

    void CheckReferences(PlannedNode node)
    {
        foreach (var (path, name) in References(node).Where(reference => !CommonNames.Contains(reference.Name) || Graph.Contains(reference.Name)))
        {
            if (!Graph.IsAncestor(name, node.Id))
                Report(new(NoOutput(name), Node: node.Id, Field: path));
        }
    }

    string NoOutput(string name) =>
        Graph.Contains(name) ? $"{Named(name)} does not run before this node, so it has no output yet. Connect it, or use another node."
        : IsNote(name) ? $"{Named(name)} is a note, which has no output."
        : Unknown(name);

    static IEnumerable<(string Path, string Name)> References(PlannedNode node) =>
        Roots(node.Templates).Concat(node.Type.References(node.Configuration)).Where(reference => !node.OwnNames.Contains(reference.Name)).Concat(Roots(node.SettingTemplates));

    static IEnumerable<(string Path, string Name)> Roots(IEnumerable<(string Field, Template Template)> templates) =>
        templates.SelectMany(field => field.Template.Syntax.Roots.Select(name => (field.Field, name)));
}
