using HtmxFlows.Credentials;
using HtmxFlows.Data;

namespace HtmxFlows.Runs;

/// <summary>The engine's log. Secrets are masked in it, and an unavailable database is reported once for all runs.</summary>
public sealed class EngineLog(ILogger<EngineLog> logger, CredentialSource credentials, DatabaseTroubleLog? troubles = null)
{
    /// <summary>Masks the current credentials.</summary>
    public ILogger Current => Masking(credentials.Current.Mask);

    /// <summary>Masks the credentials of a run's execution.</summary>
    public ILogger Masking(SecretMask secrets) => new MaskedLogger(logger, secrets, troubles);
}
