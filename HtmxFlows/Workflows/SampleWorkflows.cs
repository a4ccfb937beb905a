using HtmxFlows.Accounts;

namespace HtmxFlows.Workflows;

/// <summary>The workflows that a new database comes with.</summary>
public sealed class SampleWorkflows(WorkflowStore workflows)
{
    const string Folder = "Samples/";

    /// <summary>In the order in which they are planted: the newest is listed first, and so the last is the first that is seen.</summary>
    public static IEnumerable<WorkflowContent> All => typeof(SampleWorkflows).Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith(Folder, StringComparison.Ordinal)).OrderDescending(StringComparer.Ordinal).Select(Read);

    /// <summary>Adds the samples to a database that has no workflow.</summary>
    public async Task Plant()
    {
        if (workflows.Any())
            return;
        foreach (var draft in All)
        {
            if (await workflows.Create(draft, Actor.System) is SaveOutcome.Invalid invalid)
                throw new InvalidOperationException($"The sample {draft.Name} has a problem: {invalid.Problems[0].Message}");
        }
    }

    static WorkflowContent Read(string resource)
    {
        using var reader = new StreamReader(typeof(SampleWorkflows).Assembly.GetManifestResourceStream(resource)!);
        return FlowFile.Read(reader.ReadToEnd()).Draft!;
    }
}
