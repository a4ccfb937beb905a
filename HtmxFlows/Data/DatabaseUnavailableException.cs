namespace HtmxFlows.Data;

/// <summary>
/// The database is not available, whatever was asked of it; nothing was changed. The one failure for which neither a request nor a run is
/// to blame: a run continues once the cause is gone. The message is a sentence for people.
/// </summary>
/// <param name="code">What the database calls an unreachable file; null if there is no code.</param>
public sealed class DatabaseUnavailableException(DatabaseTrouble trouble, Exception inner, string? code = null) : Exception(Sentence(trouble, code), inner)
{
    public DatabaseTrouble Trouble => trouble;

    static string Sentence(DatabaseTrouble trouble, string? code) => trouble switch
    {
        DatabaseTrouble.Full => "The disk of the database is full, so nothing was changed. Free space on it, and try again.",
        DatabaseTrouble.Locked => "Another program keeps the database locked, so nothing was changed. Close that program, and try again.",
        DatabaseTrouble.ReadOnly => "The database cannot be written, so nothing was changed. Give the server the right to write its file and its folder, and try again.",
        DatabaseTrouble.Damaged => "The file of the database is damaged or is no database. Stop the server, and restore the file from a backup.",
        _ => $"The file of the database cannot be read or written ({code ?? "no code"}), so nothing was changed. Check its disk, and try again.",
    };
}
