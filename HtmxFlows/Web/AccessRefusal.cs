namespace HtmxFlows.Web;

/// <summary>Why a request was refused, in a sentence that the page or the problem details show.</summary>
/// <param name="Sentence">What is missing, and what to do.</param>
public sealed record AccessRefusal(string Sentence)
{
    /// <summary>The refusal of a request; null if it was not refused for lack of rights.</summary>
    public static AccessRefusal? Of(HttpContext http) => http.Features.Get<AccessRefusal>();
}
