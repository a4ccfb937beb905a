namespace HtmxFlows.Workflows;

/// <summary>A field of a node that refers to a credential or a secret.</summary>
/// <param name="Name">The name of the credential or secret.</param>
/// <param name="IsCredential">Whether the field names a credential; otherwise a template refers to <c>secrets.NAME</c>.</param>
/// <param name="Label">The label of the node.</param>
public sealed record SecretUse(string Name, bool IsCredential, Guid Workflow, string WorkflowName, string Node, string Label);
