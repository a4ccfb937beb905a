namespace HtmxFlows.Nodes;

/// <summary>What a worker reads of a document; one line of JSON before the document's bytes.</summary>
/// <param name="Most">The most that the text may have, in bytes of UTF-8.</param>
sealed record PdfRequest(int FirstPage, int? LastPage, string? Password, int Most);

/// <summary>What a worker found.</summary>
/// <param name="Pages">How many pages the document has.</param>
/// <param name="Text">The text of each page that was read.</param>
/// <param name="Problem">Why it could not be read, in a sentence; null if it could.</param>
sealed record PdfAnswer(int Pages, string? Title, IReadOnlyList<string> Text, string? Problem = null)
{
    public static PdfAnswer Failed(string problem) => new(0, null, [], problem);
}
