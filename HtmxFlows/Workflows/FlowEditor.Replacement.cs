using System.Text.Json.Nodes;
using HtmxFlows.Data;
using HtmxFlows.Nodes;

namespace HtmxFlows.Workflows;

/// <summary>Puts nodes of other types, or other configurations, in the places of nodes.</summary>
public sealed partial class FlowEditor
{
    static readonly string[] Kept = ["label", "settings"];

    /// <summary>Gives a node another type. Its id, label, settings and edges stay, and so do fields of the same name and kind.</summary>
    /// <param name="type">The name of the other type.</param>
    public FlowEdit Replace(string id, string type)
    {
        var known = catalogue.Find(type) ?? throw new FlowEditException($"Unknown node type “{type}”.");
        var (node, was, old) = (Find(id), TypeOf(id), DataOf(id));
        var edges = Edges.OfType<JsonObject>().Where(edge => Text(edge, "source") == id).ToArray();
        if (known.Role == NodeRole.Note && Edges.OfType<JsonObject>().Any(edge => Text(edge, "source") == id || Text(edge, "target") == id))
            throw new FlowEditException("A note has no edges. Disconnect the node first.");
        var data = known.Shape.Started();
        foreach (var (key, value) in old)
        {
            if (Kept.Contains(key) || known.Shape.Fields.Any(field => field.Name == key && was?.Shape.Fields.Any(other => other.Name == key && other.Kind == field.Kind) == true))
                data[key] = value?.DeepClone();
        }
        (node["type"], node["data"]) = (type, data);
        MovePorts(id, edges, NodePorts.Of(new(id, type, Label(id), Json.From(data)), [], catalogue).Names);
        return new($"Replaced {Label(id)} by {known.Title}", id);
    }

    /// <summary>Fills in a node from a curl command. Fields that a command says nothing about stay.</summary>
    public FlowEdit ReadCurl(string id, string command)
    {
        if (TypeOf(id) is not { ReadsCurl: true } type)
            throw new FlowEditException("This node cannot read a curl command.");
        var (read, problems) = CurlCommand.Read(command);
        if (read is null)
            throw new FlowEditException(string.Join(' ', problems));
        var data = DataOf(id);
        foreach (var field in type.Shape.Fields)
            data.Remove(field.Name);
        foreach (var (key, value) in read.Where(member => !Kept.Contains(member.Key)))
            data[key] = value?.DeepClone();
        if (read["settings"] is JsonObject settings)
            data["settings"] = settings.DeepClone();
        return Change(id, data) with { Change = $"Filled in {Label(id)} from a curl command" };
    }

    /// <summary>Leads edges from ports that a node no longer has to its first port.</summary>
    void MovePorts(string id, JsonObject[] edges, IReadOnlyList<string?> ports)
    {
        foreach (var edge in edges.Where(edge => !ports.Contains(Text(edge, "sourceHandle") is { Length: > 0 } port ? port : null)))
        {
            Edges.Remove(edge);
            edge.Remove("sourceHandle");
            if (ports[0] is { } first)
                edge["sourceHandle"] = first;
            if (!Edges.OfType<JsonObject>().Any(other => Ends(other) == (id, ports[0] ?? "", Text(edge, "target"))))
                Edges.Add(edge);
        }
    }
}
