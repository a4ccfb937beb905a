using System.Text.Json.Nodes;
using HtmxFlows.Nodes;
using HtmxFlows.Views;
using HtmxFlows.Workflows;

namespace HtmxFlows.Pages.Workflows;

/// <summary>The form of a node, as it was sent.</summary>
static class NodeForm
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
}
