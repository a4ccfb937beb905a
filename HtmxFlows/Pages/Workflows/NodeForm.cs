using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using HtmxFlows.Nodes;
using HtmxFlows.Views;
using HtmxFlows.Workflows;

namespace HtmxFlows.Pages.Workflows;

/// <summary>The form of a node, as it was sent.</summary>
static partial class NodeForm
{
    const string Settings = "data.settings.";

    /// <summary>Whether a field of the form is one of the settings that every node has.</summary>
    public static bool IsSetting(string name) => name.StartsWith(Settings, StringComparison.Ordinal);

    /// <summary>Changes a node by its form.</summary>
    /// <param name="besides">Changes the node's data further, after the form was read.</param>
    public static FlowEdit Change(FlowEditor editor, string node, IFormCollection sent, Action<JsonObject>? besides = null)
    {
        var data = editor.DataOf(node);
        Read(data, editor.TypeOf(node), sent);
        besides?.Invoke(data);
        return editor.Change(node, data);
    }

    /// <summary>Writes what the form sent into the data of a node.</summary>
    public static void Read(JsonObject data, NodeType? type, IFormCollection sent)
    {
        if (sent.TryGetValue("data.label", out var label))
            data["label"] = label[^1];
        if (type is not null)
            ConfigurationForm.Read(type.Shape, data, sent, "data.");
        var settings = data["settings"] as JsonObject ?? [];
        ConfigurationForm.Read(NodeSettings.Shape, settings, sent, Settings);
        if (settings.Count > 0 && settings.Parent is null)
            data["settings"] = settings;
    }

    /// <summary>Whether a form that was sent has a field on its page: of a row it has one if the row was sent.</summary>
    public static bool Has(IFormCollection sent, string field) => RowStart().Matches(field).All(row => sent.ContainsKey(field[..(row.Index + row.Length)]));

    /// <summary>The fields whose values differ from those that the form has sent.</summary>
    public static IReadOnlyList<FormField> Differing(NodePanel panel, NodeType type, IFormCollection sent)
    {
        var data = JsonObject.Create(panel.Node.Data)!;
        Read(data, type, sent);
        var saved = JsonObject.Create(panel.Node.Data)!;
        return
        [
            .. panel.Fields.Where(field => !JsonNode.DeepEquals(data[field.Field.Name], saved[field.Field.Name])),
            .. panel.Settings.Where(field => !JsonNode.DeepEquals((data["settings"] as JsonObject)?[field.Field.Name], (saved["settings"] as JsonObject)?[field.Field.Name])),
        ];
    }

    [GeneratedRegex(@"\[\d+\]\.")]
    private static partial Regex RowStart();
}
