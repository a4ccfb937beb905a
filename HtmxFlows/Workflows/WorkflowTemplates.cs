using HtmxFlows.Accounts;
using HtmxFlows.Data;

namespace HtmxFlows.Workflows;

/// <summary>The templates that the app comes with. Each is a file: a list with the workflow, and behind it those that it calls.</summary>
public sealed class WorkflowTemplates(WorkflowStore workflows)
{
    const string Folder = "Templates/", Extension = ".json";

    static readonly Lazy<IReadOnlyList<WorkflowTemplate>> Known = new(() => [.. typeof(WorkflowTemplates).Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith(Folder, StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(Read)]);

    /// <summary>In the order in which they are shown.</summary>
    public static IReadOnlyList<WorkflowTemplate> All => Known.Value;

    public static WorkflowTemplate? Find(string key) => All.FirstOrDefault(template => template.Key == key);

    /// <summary>Makes a workflow of a template, and those that it calls unless there are some of their names already.</summary>
    public async Task<SaveOutcome> Use(WorkflowTemplate template, Actor actor)
    {
        foreach (var called in template.Called.Where(called => !workflows.Has(called.Name)))
        {
            if (await workflows.Create(called, actor) is not SaveOutcome.Saved and var refused)
                return refused;
        }
        return await workflows.Create(template.Workflow, actor);
    }

    static WorkflowTemplate Read(string resource)
    {
        using var reader = new StreamReader(typeof(WorkflowTemplates).Assembly.GetManifestResourceStream(resource)!);
        WorkflowContent[] drafts = [.. Json.Parse(reader.ReadToEnd()).EnumerateArray().Select(file => FlowFile.Read(file.GetRawText()).Draft!)];
        // The number in front is for the order alone.
        var key = resource[Folder.Length..^Extension.Length].Split('-', 2)[1];
        return new(key, drafts[0], drafts[1..]);
    }
}
