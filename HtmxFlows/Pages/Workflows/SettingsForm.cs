using System.Text.Json.Nodes;
using HtmxFlows.Views;
using HtmxFlows.Workflows;

namespace HtmxFlows.Pages.Workflows;

/// <summary>The form of a workflow's inputs, limits and settings, as it was sent.</summary>
static class SettingsForm
{
    /// <summary>Changes the settings of a flow by the form.</summary>
    /// <param name="besides">Changes the settings further, after the form was read.</param>
    public static FlowEdit Change(FlowEditor editor, IFormCollection sent, Action<JsonObject>? besides = null)
    {
        var settings = editor.Settings;
        ConfigurationForm.Read(FlowSettings.Shape, settings, sent, "flow.");
        var limit = settings["concurrency"] as JsonObject ?? [];
        ConfigurationForm.Read(FlowConcurrency.Shape, limit, sent, "flow.concurrency.");
        settings.Remove("concurrency");
        if (limit.Any(member => member.Key is not ("beyond" or "per")))
            settings["concurrency"] = limit.DeepClone();
        if (settings["settings"] is null or JsonObject)
        {
            var rest = settings["settings"] as JsonObject ?? [];
            ConfigurationForm.Read(FlowRunSettings.Shape, rest, sent, "flow.settings.");
            settings.Remove("settings");
            if (rest.Count > 0)
                settings["settings"] = rest;
        }
        besides?.Invoke(settings);
        return editor.ChangeSettings(settings);
    }
}
