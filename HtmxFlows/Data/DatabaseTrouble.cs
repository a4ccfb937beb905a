namespace HtmxFlows.Data;

/// <summary>Why the database cannot be read or written at the moment, or at all.</summary>
public enum DatabaseTrouble
{
    /// <summary>There is no space left on its disk.</summary>
    Full,

    /// <summary>Another program keeps it locked.</summary>
    Locked,

    /// <summary>Its file or folder cannot be written.</summary>
    ReadOnly,

    /// <summary>Its file is no database, or parts of it are destroyed.</summary>
    Damaged,

    /// <summary>The operating system does not read or write its file, or there is not enough memory.</summary>
    Unreachable,
}
