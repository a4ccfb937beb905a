using HtmxFlows.Credentials;

namespace HtmxFlows.Runs;

/// <summary>Makes the writer of a run's journal. A run has one writer at a time (see <see cref="RunHandle"/>).</summary>
sealed class JournalWriters(Journal journal, Clock clock, CredentialSource credentials)
{
    /// <summary>A writer that masks the secrets of a run's execution.</summary>
    public JournalWriter Open(RunState run, SecretMask secrets) => new(journal, clock, run, secrets);

    /// <summary>A writer for a run that has no execution.</summary>
    public JournalWriter Open(RunState run) => Open(run, credentials.Current.Mask);
}
