namespace HtmxFlows.Web;

static partial class IdentityProviderLog
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "Signing in at the identity provider did not succeed.")]
    public static partial void NotSignedIn(this ILogger log, Exception? error);
}
