using System.Text.Json;
using HtmxFlows.Inputs;

namespace HtmxFlows.Nodes;

/// <summary>How a node's execution behaves, which decides where it runs and when its run commits.</summary>
public enum NodeWork
{
    /// <summary>Pure and quick: executed in place, without a commit before it.</summary>
    Instant,

    /// <summary>Pure, but may take its time: executed beside the run's own loop, without a commit before it.</summary>
    Lengthy,

    /// <summary>Touches the world outside: what came before it is committed first, and so is the fact that it starts.</summary>
    Outside,
}

/// <summary>
/// A kind of node. One file holds all of it: the configuration (a record whose annotations give label, help, range and choices),
/// the ports, and the execution. The catalogue page, the validation and the forms follow from it. Use <see cref="NodeType{T}"/>.
/// </summary>
public abstract class NodeType
{
    /// <summary>What flows call it: the <c>type</c> of a node.</summary>
    public abstract string Name { get; }

    /// <summary>What people call it.</summary>
    public abstract string Title { get; }

    /// <summary>The heading of the catalogue under which it stands.</summary>
    public abstract NodeCategory Category { get; }

    /// <summary>What it does, in a sentence or two.</summary>
    public abstract string Summary { get; }

    /// <summary>What to learn from; at least one.</summary>
    public abstract IReadOnlyList<NodeExample> Examples { get; }

    public virtual NodeWork Work => NodeWork.Instant;

    /// <summary>Whether a node with this configuration may compute for long although its type is instant.</summary>
    public abstract bool IsHeavy(object configuration);

    /// <summary>The names of its output ports, as its first example has them; none means that there is the default port alone, which has no name.</summary>
    public virtual IReadOnlyList<string> Ports => [];

    /// <summary>Whether every node of this type has the same ports.</summary>
    public virtual bool HasFixedPorts => true;

    /// <summary>The names of the output ports of a node of this type.</summary>
    public abstract IReadOnlyList<string> PortsOf(object configuration);

    /// <summary>The fields of the configuration, in the order of a form.</summary>
    public abstract ConfigurationShape Shape { get; }

    /// <summary>Reads a node's <c>data</c>. The configuration is null if there is any problem.</summary>
    public abstract (object? Configuration, IReadOnlyList<FieldProblem> Problems) Read(JsonElement data);

    /// <summary>The names of the run's data that the configuration refers to outside templates, with their fields.</summary>
    public virtual IEnumerable<(string Field, string Name)> References(object configuration) => [];

    /// <summary>Has a field that is no template refer to nodes by other names.</summary>
    /// <param name="field">Its key.</param>
    /// <param name="text">What is in it.</param>
    /// <param name="names">The new names by the old ones.</param>
    public virtual string Rename(string field, string text, IReadOnlyDictionary<string, string> names) => text;

    /// <summary>Names that its templates see beside the run's data, and before it.</summary>
    public virtual IReadOnlyList<string> OwnNames => [];

    /// <summary>Does the work once.</summary>
    /// <param name="configuration">What <see cref="Read"/> gave.</param>
    /// <param name="context">The run's data and the clock.</param>
    /// <param name="cancellation">Ends when the run is cancelled or the node's time is over.</param>
    public abstract ValueTask<NodeOutcome> Execute(object configuration, NodeContext context, CancellationToken cancellation);

    /// <summary>Goes on after the runs that it had called (<see cref="NodeOutcome.Calling"/>).</summary>
    /// <inheritdoc cref="Execute"/>
    public abstract ValueTask<NodeOutcome> Return(object configuration, NodeContext context, CallReturn over, CancellationToken cancellation);
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

    /// <summary>Templates with blocks may loop.</summary>
    public sealed override bool IsHeavy(object configuration) => IsHeavy((TConfiguration)configuration)
        || Shape.TemplatesOf(configuration).Any(field => field.Template.Syntax.Expressions.Any(expression => expression.Text is ['#' or '^', ..]));

    /// <inheritdoc cref="NodeType.IsHeavy"/>
    protected virtual bool IsHeavy(TConfiguration configuration) => false;

    public sealed override IReadOnlyList<string> PortsOf(object configuration) => PortsOf((TConfiguration)configuration);

    /// <inheritdoc cref="NodeType.PortsOf"/>
    protected virtual IReadOnlyList<string> PortsOf(TConfiguration configuration) => Ports;

    /// <summary>Problems that no single field shows.</summary>
    protected virtual IEnumerable<FieldProblem> Check(TConfiguration configuration) => [];

    public sealed override ValueTask<NodeOutcome> Return(object configuration, NodeContext context, CallReturn over, CancellationToken cancellation) =>
        Return((TConfiguration)configuration, context, over, cancellation);

    /// <inheritdoc cref="NodeType.Return"/>
    protected virtual ValueTask<NodeOutcome> Return(TConfiguration configuration, NodeContext context, CallReturn over, CancellationToken cancellation) =>
        throw new InvalidOperationException($"A node of the type {Name} calls no run.");

    /// <inheritdoc cref="NodeType.Execute"/>
    protected abstract ValueTask<NodeOutcome> Execute(TConfiguration configuration, NodeContext context, CancellationToken cancellation);
}

/// <summary>The headings of the catalogue, in its order.</summary>
public enum NodeCategory { Flow, Data, Lists, Models, Network, Storage }
