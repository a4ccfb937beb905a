using System.Reflection;
using System.Text.Json;
using HtmxFlows.Credentials;

namespace HtmxFlows.Inputs;

/// <summary>One field of a configuration.</summary>
/// <param name="Name">Its key in a node's <c>data</c>.</param>
/// <param name="Item">The noun for one row, for <see cref="FieldKind.Rows"/>.</param>
/// <param name="Default">The value without input; null if there is none.</param>
/// <param name="Minimum">The smallest number, or the minimum number of rows.</param>
/// <param name="Choices">The words allowed, for <see cref="FieldKind.Choice"/>.</param>
/// <param name="Rows">The fields of a row, for <see cref="FieldKind.Rows"/>.</param>
/// <param name="Group">The fields of the object, for <see cref="FieldKind.Group"/>. They apply if the object is there.</param>
/// <param name="Property">The property of the record.</param>
/// <param name="Part">The heading under which forms fold it away; null if it is always in view.</param>
/// <param name="When">When it applies; null if it always does.</param>
public sealed record ConfigurationField(
    string Name, string Label, string? Item, string? Help, FieldKind Kind, bool Required, bool Multiline,
    JsonElement? Default, double? Minimum, double? Maximum, IReadOnlyList<string> Choices, ConfigurationShape? Rows, ConfigurationShape? Group, PropertyInfo Property,
    string? Part = null, FieldCondition? When = null)
{
    /// <summary>It names a workflow.</summary>
    public bool IsWorkflow => Property.IsDefined(typeof(WorkflowNameAttribute), false);

    /// <summary>What the credential that it names is used for; null if it names none.</summary>
    public CredentialUse? Credential => Property.GetCustomAttribute<CredentialNameAttribute>()?.Use;
}
