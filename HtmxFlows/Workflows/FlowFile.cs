using System.Text.Json;
using System.Text.Json.Nodes;
using HtmxFlows.Data;

namespace HtmxFlows.Workflows;

/// <summary>A workflow as a file: the flow's JSON with <c>name</c> and <c>description</c> in it. Reading one runs nothing and fetches nothing.</summary>
public static class FlowFile
{
    /// <summary>The file of a workflow, over several lines.</summary>
    public static string Write(WorkflowContent workflow)
    {
        var file = new JsonObject { ["name"] = workflow.Name, ["description"] = workflow.Description };
        foreach (var member in Json.Parse(workflow.Flow).EnumerateObject())
            file[member.Name] = JsonSerializer.SerializeToNode(member.Value);
        return Json.Pretty(Json.From(file));
    }

    /// <summary>Reads an exported file, a bare flow, or <c>{name, description, flow}</c>. The flow is a JSON object, but is not checked.</summary>
    /// <returns>The workflow, unnamed if the file has no name; null with the problem if the text is not a JSON object.</returns>
    public static (WorkflowContent? Draft, IReadOnlyList<FlowProblem> Problems) Read(string json)
    {
        if (Flow.Parse(json) is (null, var problems))
            return (null, problems);
        var file = JsonObject.Create(Json.Parse(json))!;
        var (name, description) = (Take(file, "name"), Take(file, "description"));
        var flow = file["flow"] is JsonObject inner && file["nodes"] is null ? inner : file;
        return (new(name, description, Json.Pretty(Json.From(flow))), []);
    }

    static string Take(JsonObject file, string key)
    {
        if (file[key] is not JsonValue value || !value.TryGetValue<string>(out var text))
            return "";
        file.Remove(key);
        return text.Trim();
    }
}
