using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using HtmxFlows.Data;

namespace HtmxFlows.Workflows;

/// <summary>The body of a curl command: pieces of data, the fields of a form, or a file, whose content is left to the person.</summary>
sealed partial class CurlBody(List<string> problems)
{
    const string FormType = "application/x-www-form-urlencoded", JsonType = "application/json";

    readonly StringBuilder data = new();
    readonly JsonArray form = [];
    bool hasData, hasText, isJson, isUpload;

    public bool IsGiven => hasData || form.Count > 0 || isUpload;

    /// <summary>Whether it is a file that is put at the address.</summary>
    public bool IsUpload => isUpload;

    /// <summary>The data as the query that <c>-G</c> makes of it.</summary>
    public string Query => data.ToString();

    public void AddData(string value, bool mayBeFile = true)
    {
        var isFile = mayBeFile && value.StartsWith('@');
        if (isFile)
            ReportFile(value);
        else
            Append(value, "&");
        hasData = true;
    }

    public void AddJson(string value)
    {
        if (value.StartsWith('@'))
            ReportFile(value);
        else
            Append(value, "");
        (hasData, isJson) = (true, true);
    }

    public void AddEncoded(string value)
    {
        var equals = value.IndexOf('=', StringComparison.Ordinal);
        if (equals < 0 && value.Contains('@', StringComparison.Ordinal))
            AddData(value[value.IndexOf('@', StringComparison.Ordinal)..]);
        else
            AddData(Encoded(value), mayBeFile: false);
    }

    /// <summary>A pair as <c>--data-urlencode</c> writes it: the name stays, the value is encoded, and expressions stay.</summary>
    public static string Encoded(string pair)
    {
        var equals = pair.IndexOf('=', StringComparison.Ordinal);
        var name = equals > 0 ? pair[..(equals + 1)] : "";
        return name + string.Concat(Expressions().Split(pair[(equals + 1)..]).Select(part => part.StartsWith("{{", StringComparison.Ordinal) ? part : Uri.EscapeDataString(part)));
    }

    public void AddField(string text, bool isLiteral)
    {
        if (CurlFormField.Read(text, isLiteral, problems) is { } row)
            form.Add(row);
    }

    public void Upload(string file)
    {
        ReportFile(file);
        isUpload = true;
    }

    /// <summary>Writes the fields of the node, and the headers that curl adds for them.</summary>
    public void Write(JsonObject node, CurlHeaders headers)
    {
        if (isJson)
            headers.SetDefault("Accept", JsonType);
        if (form.Count > 0)
            (node["bodyKind"], node["form"]) = ("multipart", form);
        else if (hasData)
            WriteData(node, headers);
        else if (isUpload)
            node["bodyKind"] = "raw";
    }

    void WriteData(JsonObject node, CurlHeaders headers)
    {
        var (body, type) = (data.ToString(), headers.Find("Content-Type"));
        if (type is null && !isJson && AsFields(body) is { } fields)
        {
            (node["bodyKind"], node["form"]) = ("form", fields);
            return;
        }
        var isJsonBody = (isJson || type?.StartsWith(JsonType, StringComparison.OrdinalIgnoreCase) == true) && (!hasText || Json.TryParse(body) is not null);
        node["bodyKind"] = isJsonBody ? "json" : "raw";
        if (hasText)
            node["body"] = body;
        if (!isJsonBody)
            headers.SetDefault("Content-Type", isJson ? JsonType : FormType);
    }

    void Append(string value, string separator)
    {
        if (hasData && data.Length > 0)
            data.Append(separator);
        data.Append(value);
        hasText = true;
    }

    void ReportFile(string value) =>
        problems.Add($"“{Excerpt.Of(value)}” is a file, and files on this machine are never read. Put its content into the body.");

    /// <summary>The pairs of a form, if reading and writing them again gives the same bytes to the server's form reader.</summary>
    static JsonArray? AsFields(string body)
    {
        var pairs = body.Split('&').Select(pair => pair.Split('=', 2)).ToArray();
        return pairs.All(pair => pair is [{ Length: > 0 }, _] && pair.All(IsText))
            ? [.. pairs.Select(pair => new JsonObject { ["name"] = Decoded(pair[0]), ["value"] = Decoded(pair[1]) })]
            : null;
    }

    // A percent sign that is left over stands for bytes that are no text.
    static bool IsText(string text) => Decoded(text).Count(letter => letter == '%') == text.Split("%25").Length - 1;

    static string Decoded(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));

    [GeneratedRegex(@"(\{\{.*?\}\}+)", RegexOptions.Singleline)]
    private static partial Regex Expressions();
}
