using System.Text.RegularExpressions;
using HtmxFlows.Data;

namespace HtmxFlows.Workflows;

/// <summary>The address of a curl command, with the query that options add to it, and the user that may be in it.</summary>
sealed partial class CurlAddress
{
    readonly List<string> query = [];
    string? url;

    /// <summary>Whether a word is a whole address, or an expression that gives one.</summary>
    public static bool HasScheme(string word) => Scheme().IsMatch(word);

    public bool IsMissing => url is null;

    /// <summary>The user and the password before the host, as <c>-u</c> has them; null if there are none.</summary>
    public string? User { get; private set; }

    /// <summary>Whether curl would call several addresses made from this one.</summary>
    public bool IsPattern => url is not null && Pattern().IsMatch(url);

    public void Add(string word, List<string> problems)
    {
        if (url is not null)
            problems.Add($"“{Excerpt.Of(word)}” is a second address and was ignored. A node calls one address.");
        else
            (url, User) = WithoutUser(HasScheme(word) ? word : "http://" + word);
    }

    public void AddQuery(IEnumerable<string> pairs) => query.AddRange(pairs);

    /// <summary>The address; what is added stands before the fragment.</summary>
    public override string ToString()
    {
        if (query.Count == 0)
            return url!;
        var end = url!.IndexOf('#', StringComparison.Ordinal) is >= 0 and var hash ? hash : url.Length;
        var head = url[..end];
        var separator = !head.Contains('?', StringComparison.Ordinal) ? "?" : head[^1] is '?' or '&' ? "" : "&";
        return head + separator + string.Join('&', query) + url[end..];
    }

    /// <summary>Ends the path of an upload with the name of its file, as curl does if the path ends with a slash.</summary>
    public void NameFile(string file)
    {
        var end = url!.IndexOfAny(['?', '#']) is >= 0 and var index ? index : url.Length;
        if (url[..end].EndsWith('/') && file != "-")
            url = url.Insert(end, Uri.EscapeDataString(file[(file.LastIndexOfAny(['/', '\\']) + 1)..]));
    }

    static (string Url, string? User) WithoutUser(string address)
    {
        if (Authority().Match(address) is not { Success: true } found)
            return (address, null);
        var user = found.Groups["user"];
        var parts = user.Value.Split(':', 2).Select(part => Expression().IsMatch(part) ? part : Uri.UnescapeDataString(part));
        return (address.Remove(user.Index, user.Length + 1), string.Join(':', parts));
    }

    [GeneratedRegex(@"^(?:\{\{|[A-Za-z][A-Za-z0-9+.-]*://)")]
    private static partial Regex Scheme();

    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9+.-]*://(?<user>[^/?#]*)@")]
    private static partial Regex Authority();

    [GeneratedRegex(@"\{\{")]
    private static partial Regex Expression();

    [GeneratedRegex(@"(?<!\{)\{[^{}]*,[^{}]*\}(?!\})|\[(?:\d+-\d+|[a-z]-[a-z]|[A-Z]-[A-Z])(?::\d+)?\]")]
    private static partial Regex Pattern();
}
