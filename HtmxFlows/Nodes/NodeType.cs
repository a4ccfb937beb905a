using System.Text.Json;
using System.Text.Json.Nodes;
using HtmxFlows.Credentials;
using HtmxFlows.Expressions;
using HtmxFlows.Inputs;

namespace HtmxFlows.Nodes;

/// <summary>
/// A kind of node. One file holds all of it: the configuration (a record whose annotations give label, help, range and choices), the ports,
/// the traits and the execution. The catalogue, the validation and the forms follow from it. Derive from <see cref="NodeType{T}"/>.
/// </summary>
public abstract class NodeType
{
    /// <summary>Its name in flows: the <c>type</c> of a node.</summary>
    public abstract string Name { get; }

    /// <summary>Its name for people.</summary>
    public abstract string Title { get; }

    /// <summary>Its heading in the catalogue.</summary>
    public abstract NodeCategory Category { get; }

    /// <summary>What it does, in a sentence or two.</summary>
    public abstract string Summary { get; }

    /// <summary>What people call it elsewhere: in n8n, in Node-RED, in code.</summary>
    public virtual IReadOnlyList<string> Synonyms => [];

    /// <summary>Whether most workflows use it, so that it is offered first.</summary>
    public virtual bool IsCommon => false;

    /// <summary>What a node with this configuration does, in a few words for its card: “GET api.example.com/orders”. Default: its first text.</summary>
    public virtual string Describe(WrittenConfiguration written) =>
        Shape.Fields.Where(field => field.Kind is not (FieldKind.Choice or FieldKind.Switch)).Select(field => written.Text(field.Name)).FirstOrDefault(text => text.Length > 0) ?? "";

    /// <summary>At least one.</summary>
    public abstract IReadOnlyList<NodeExample> Examples { get; }

    public virtual NodeRole Role => NodeRole.Step;

    public virtual Execution Execution => Execution.Instant;

    /// <summary>Whether its nodes ask a person (<see cref="NodeOutcome.Asking"/>), so that a run has an address for the answer.</summary>
    public virtual bool AsksPerson => false;

    /// <summary>Whether its nodes may wait: for a moment, a person or runs.</summary>
    public virtual bool Waits => AsksPerson;

    /// <summary>Why its nodes cannot run once for each item of a list (<see cref="Each"/>), in a sentence; null if they can.</summary>
    public string? WhyNotEach => this switch
    {
        { Role: not NodeRole.Step } => "Only a node that does a part of the work can run for each item.",
        { HasFixedPorts: false } or { Ports.Count: > 0 } => "This node chooses a port, which it cannot do for each item. Filter the list, or use a for-each node to run a workflow for each item.",
        { Waits: true } => "This node waits, which it cannot do for each item. Use a for-each node to run a workflow for each item.",
        _ => null,
    };

    /// <summary>Whether a curl command can be read as its configuration.</summary>
    public virtual bool ReadsCurl => false;

    /// <summary>Whether a node with this configuration may compute for long although its type is instant.</summary>
    public abstract bool IsHeavy(object configuration);

    /// <summary>The names of its output ports, as its first example has them; none if it has only the default port, which has no name.</summary>
    public virtual IReadOnlyList<string> Ports => [];

    /// <summary>Whether every node of this type has the same ports.</summary>
    public virtual bool HasFixedPorts => true;

    /// <summary>The names of the output ports of a node of this type.</summary>
    public abstract IReadOnlyList<string> PortsOf(object configuration);

    /// <summary>Whether a node with this configuration may take several of its ports at once.</summary>
    public abstract bool TakesSeveralPorts(object configuration);

    /// <summary>The fields of the configuration, in the order of a form.</summary>
    public abstract ConfigurationShape Shape { get; }

    /// <summary>Reads a node's <c>data</c>. The configuration is null if there is any problem.</summary>
    public abstract (object? Configuration, IReadOnlyList<FieldProblem> Problems) Read(JsonElement data);

    /// <summary>The names of the run's data that the configuration refers to outside templates, with their fields.</summary>
    public virtual IEnumerable<(string Field, string Name)> References(object configuration) => [];

    /// <summary>The paths into the run's data that the configuration has outside templates, by their names, with their fields.</summary>
    public virtual IEnumerable<(string Field, IReadOnlyList<string> Path)> DataPaths(object configuration) => [];

    /// <summary>The workflows that the configuration names or identifies without an expression, with their fields.</summary>
    public virtual IEnumerable<(string Field, string Workflow)> CalledWorkflows(object configuration) => configuration is CallConfiguration call ? call.Named : [];

    /// <summary>The address to which the secret of a field is sent, as far as no expression decides it, with its own field; null if it is not known.</summary>
    public virtual (string Field, Uri Url)? Destination(object configuration, string field) => null;

    /// <summary>Has a field that is not a template refer to values of the run's data at their new places.</summary>
    /// <param name="field">Its key.</param>
    /// <param name="text">Its text.</param>
    /// <param name="data">The node's data that the field is in.</param>
    /// <param name="names">The new places (see <see cref="PathNames"/>).</param>
    public virtual string Rename(string field, string text, JsonObject data, IReadOnlyDictionary<string, string> names) => text;

    /// <summary>The key of the address at which a trigger is called; empty if the server is to make one, null if it has no address.</summary>
    public virtual string? Slug(object configuration) => null;

    /// <summary>The path at which a trigger is called, behind the address of the app: <c>/hook/orders/:id</c>. Null if it has none.</summary>
    /// <param name="data">The node's <c>data</c>.</param>
    /// <param name="key">The key of its address; null if it has none.</param>
    /// <param name="isDraft">Whether it is the path of the draft.</param>
    public virtual string? AddressPath(JsonElement data, string? key, bool isDraft) => null;

    /// <summary>Whether the address of a trigger is a page for people, which only the published version has.</summary>
    public virtual bool HasPage => false;

    /// <summary>A command that calls a trigger, ready for a shell; null if it cannot be called so.</summary>
    /// <param name="address">Its whole address.</param>
    public virtual string? CallCommand(JsonElement data, string address) => null;

    /// <summary>The rule by which a schedule starts runs, as a text: another rule begins anew. Null for every other trigger.</summary>
    public virtual string? Rule(object configuration) => null;

    /// <summary>When a schedule starts the first run after a moment; null if it starts none.</summary>
    /// <param name="seed">What its own place within a window is made of.</param>
    /// <param name="since">When its rule began.</param>
    public virtual DateTimeOffset? NextDue(object configuration, int seed, DateTimeOffset since, DateTimeOffset after) => null;

    /// <summary>How many failed runs in a row pause a schedule; null is none.</summary>
    public virtual int? PauseAfter(object configuration) => null;

    /// <summary>What a trigger gives, as an example: for trying its workflow before it was ever called. Null if it is no trigger.</summary>
    public virtual JsonElement? SampleData => null;

    /// <summary>Why calls of a trigger could never be verified: its credential is unknown, or useless for it.</summary>
    public virtual IEnumerable<FieldProblem> FindCredentialProblems(object configuration, Secrets secrets) => [];

    /// <summary>Names that its templates see beside the run's data. They hide names of the run.</summary>
    public virtual IReadOnlyList<string> OwnNames => [];

    /// <summary>Does the work once.</summary>
    /// <param name="configuration">The result of <see cref="Read"/>.</param>
    /// <param name="context">The run's data and the clock.</param>
    /// <param name="cancellation">Cancelled when the run is cancelled or the node's time is over.</param>
    public abstract ValueTask<NodeOutcome> Execute(object configuration, NodeContext context, CancellationToken cancellation);

    /// <summary>Resumes after the runs that it awaited (<see cref="NodeOutcome.AwaitRuns"/>).</summary>
    /// <inheritdoc cref="Execute"/>
    public abstract ValueTask<NodeOutcome> Resume(object configuration, NodeContext context, ChildRunResults results, CancellationToken cancellation);
}

/// <inheritdoc/>
/// <typeparam name="TConfiguration">A record with init properties; its initialisers are the defaults.</typeparam>
public abstract class NodeType<TConfiguration> : NodeType
    where TConfiguration : class, new()
{
    public sealed override ConfigurationShape Shape { get; } = ConfigurationShape.Of(typeof(TConfiguration));

    public sealed override (object? Configuration, IReadOnlyList<FieldProblem> Problems) Read(JsonElement data)
    {
        if (Shape.FindProblems(data) is { Count: > 0 } problems)
            return (null, problems);
        var configuration = Shape.FieldsOf(data).Deserialize<TConfiguration>(Data.Json.Options)!;
        FieldProblem[] further = [.. Shape.TemplatesOf(configuration)
            .Where(field => field.Template.FindProblem() is not null)
            .Select(field => new FieldProblem(field.Path, field.Template.FindProblem()!)), .. Check(configuration)];
        return (further.Length == 0 ? configuration : null, further);
    }

    public sealed override ValueTask<NodeOutcome> Execute(object configuration, NodeContext context, CancellationToken cancellation) =>
        Execute((TConfiguration)configuration, context, cancellation);

    /// <summary>Also true for templates with blocks, which may loop.</summary>
    public sealed override bool IsHeavy(object configuration) => IsHeavy((TConfiguration)configuration)
        || Shape.TemplatesOf(configuration).Any(field => field.Template.Syntax.HasBlocks);

    /// <inheritdoc cref="NodeType.IsHeavy"/>
    protected virtual bool IsHeavy(TConfiguration configuration) => false;

    public sealed override IReadOnlyList<string> PortsOf(object configuration) => PortsOf((TConfiguration)configuration);

    /// <inheritdoc cref="NodeType.PortsOf"/>
    protected virtual IReadOnlyList<string> PortsOf(TConfiguration configuration) => Ports;

    public sealed override bool TakesSeveralPorts(object configuration) => TakesSeveralPorts((TConfiguration)configuration);

    /// <inheritdoc cref="NodeType.TakesSeveralPorts"/>
    protected virtual bool TakesSeveralPorts(TConfiguration configuration) => false;

    /// <summary>Finds problems that no single field shows.</summary>
    protected virtual IEnumerable<FieldProblem> Check(TConfiguration configuration) => [];

    public sealed override ValueTask<NodeOutcome> Resume(object configuration, NodeContext context, ChildRunResults results, CancellationToken cancellation) =>
        Resume((TConfiguration)configuration, context, results, cancellation);

    /// <inheritdoc cref="NodeType.Resume"/>
    protected virtual ValueTask<NodeOutcome> Resume(TConfiguration configuration, NodeContext context, ChildRunResults results, CancellationToken cancellation) =>
        throw new InvalidOperationException($"A node of the type {Name} awaits no run.");

    /// <inheritdoc cref="NodeType.Execute"/>
    protected abstract ValueTask<NodeOutcome> Execute(TConfiguration configuration, NodeContext context, CancellationToken cancellation);
}

/// <summary>The headings of the catalogue, in its order.</summary>
public enum NodeCategory { Triggers, Flow, Data, Lists, Models, Network, Storage }
