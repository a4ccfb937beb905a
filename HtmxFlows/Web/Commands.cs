using HtmxFlows.Nodes;
using HtmxFlows.Scripts;

namespace HtmxFlows.Web;

/// <summary>What the program does instead of serving, by its first argument.</summary>
static class Commands
{
    /// <summary>Runs the command that the arguments name.</summary>
    /// <returns>Its exit code; null if they name none.</returns>
    public static Task<int>? Run(string[] args) => args switch
    {
        [ScriptHost.Argument] => Task.FromResult(ScriptHost.Run()),
        [PdfHost.Argument] => Task.FromResult(PdfHost.Run()),
        [UserCommand.Name, .. var rest] => Startup.Explained(() => UserCommand.Run(rest, Console.In, Console.Out)),
        [KeysCommand.Name, .. var rest] => Startup.Explained(() => KeysCommand.Run(rest, Console.Out)),
        _ => null,
    };
}
