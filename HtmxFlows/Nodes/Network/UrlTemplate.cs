using System.Text.RegularExpressions;
using HtmxFlows.Data;
using HtmxFlows.Expressions;

namespace HtmxFlows.Nodes;

/// <summary>
/// A template whose text is a URL. Values in it are percent-encoded for their position, so that they end neither path nor parameter. A value
/// with which the URL begins, one in three braces, and one of <c>url-encode</c> stay as they are.
/// </summary>
static partial class UrlTemplate
{
    enum Position { Start, Host, Path, Query }

    /// <exception cref="NodeException">A value has no place in the URL.</exception>
    public static string Render(Template template, ExpressionContext context, CancellationToken cancellation)
    {
        if (template.Syntax.IsOneExpression || template.Literal is not null)
            return template.Render(context, cancellation).Trim();
        var url = template.Encode(FindEncodings(template.Syntax).GetValueOrDefault).Render(context, cancellation).Trim();
        if (DotSegment().Match(url.Split('?', '#')[0]) is { Success: true } found && !DotSegment().IsMatch(template.Text))
            throw new NodeException($"A value makes “{found.Value}” a part of the path, which would lead to another path. Check the values in {Excerpt.Of(template.Text)}.");
        return url;
    }

    /// <summary>The address up to its host, if no expression is in it; null if one may be.</summary>
    public static Uri? FindHost(string text) =>
        HostPart().Match(text) is { Success: true } host && Uri.TryCreate(host.Value.Trim(), UriKind.Absolute, out var url) ? url : null;

    static Dictionary<TemplateSyntax.Expression, string> FindEncodings(TemplateSyntax syntax)
    {
        Dictionary<TemplateSyntax.Expression, string> encodings = [];
        var (position, literals) = (Position.Start, syntax.Literals().ToArray());
        foreach (var (index, (text, next)) in literals.Index())
        {
            position = Move(position, text, isBehindValue: index > 0);
            if (next is not { IsWriting: true, IsUnescaped: false } || next.Text.StartsWith("url-encode ", StringComparison.Ordinal))
                continue;
            if (position == Position.Host)
                encodings.Add(next, ValueEncodings.UrlHost.Name);
            else if (position == Position.Query && ParameterName().Match(text) is { Success: true } name && literals[index + 1].Text is [] or ['&' or '#', ..])
                encodings.Add(next, $"{ValueEncodings.UrlParameter.Name} \"{name.Groups["name"].Value}\"");
            else if (position != Position.Start)
                encodings.Add(next, ValueEncodings.Url.Name);
        }
        return encodings;
    }

    /// <summary>The position behind a text, from the one before it.</summary>
    static Position Move(Position position, string text, bool isBehindValue)
    {
        if (position == Position.Start && text.IndexOf("://", StringComparison.Ordinal) is >= 0 and var scheme)
            (position, text) = (Position.Host, text[(scheme + 3)..]);
        if (position == Position.Query || text.AsSpan().ContainsAny('?', '#'))
            return Position.Query;
        return position == Position.Path || text.Contains('/', StringComparison.Ordinal) || position == Position.Start && isBehindValue ? Position.Path : position;
    }

    [GeneratedRegex(@"^\s*https?://[^/?#{}\s]+(?=[/?#]|\s*\z)", RegexOptions.IgnoreCase)]
    private static partial Regex HostPart();

    [GeneratedRegex(@"[?&](?<name>[\w.\[\]%-]+)=\z")]
    private static partial Regex ParameterName();

    [GeneratedRegex(@"(?<=/)(?:\.|%2e){1,2}(?=/|\z)", RegexOptions.IgnoreCase)]
    private static partial Regex DotSegment();
}
