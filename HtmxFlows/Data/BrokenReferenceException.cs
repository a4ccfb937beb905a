namespace HtmxFlows.Data;

/// <summary>A row was not written, since the row that it refers to is not there (any more).</summary>
public sealed class BrokenReferenceException(Exception inner) : Exception("The row refers to one that does not exist.", inner);
