namespace HtmxFlows.Workflows;

/// <summary>The workflows that a new database comes with.</summary>
public sealed class SampleWorkflows(WorkflowStore workflows)
{
    const string Folder = "Samples/";

    /// <summary>Adds the samples to a database that has no workflow.</summary>
    public async Task Plant()
    {
        if (workflows.Any())
            return;
        var assembly = typeof(SampleWorkflows).Assembly;
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.StartsWith(Folder, StringComparison.Ordinal)).OrderDescending(StringComparer.Ordinal))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            var draft = FlowFile.Read(await reader.ReadToEndAsync()).Draft!;
            if (await workflows.Create(draft) is (null, var problems))
                throw new InvalidOperationException($"The sample {name} has a problem: {problems[0].Message}");
        }
    }
}
