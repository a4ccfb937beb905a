namespace HtmxFlows.Web;

/// <summary>Who can reach the app.</summary>
/// <param name="IsNetwork">Whether others than this machine can, and no setting opens the app to them.</param>
public sealed record Reach(bool IsNetwork);
