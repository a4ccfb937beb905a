using HtmxFlows.Data;
using HtmxFlows.Keys;
using Microsoft.AspNetCore.Connections;

namespace HtmxFlows.Web;

/// <summary>Prints one line if the app cannot start for a reason that its operator can fix.</summary>
static class Startup
{
    /// <returns>The exit code of the process.</returns>
    public static async Task<int> Explained(Func<Task> app)
    {
        try
        {
            await app();
            return 0;
        }
        catch (Exception error) when (Explain(error) is { } sentence)
        {
            await Console.Error.WriteLineAsync(sentence);
            return 1;
        }
    }

    static string? Explain(Exception error) => error switch
    {
        SettingException or SealedValueException => error.Message,
        DatabaseUnavailableException => $"{error.Message} ({error.InnerException?.Message})",
        IOException { InnerException: AddressInUseException } => $"{error.Message} Stop the program that uses it, or choose another address with --urls http://127.0.0.1:5001.",
        _ => null,
    };
}
