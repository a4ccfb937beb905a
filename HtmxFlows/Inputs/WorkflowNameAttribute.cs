namespace HtmxFlows.Inputs;

/// <summary>The property is the name or id of a workflow. Forms offer those that exist.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class WorkflowNameAttribute : Attribute;
