using System.Text.Json;
using System.Text.Json.Nodes;
using HtmxFlows.Data;
using HtmxFlows.Nodes;

namespace HtmxFlows.Workflows;

/// <summary>What the options of a <c>curl</c> command add up to.</summary>
sealed class CurlRequest(List<string> problems)
{
    readonly CurlAddress address = new();
    readonly CurlHeaders headers = new(problems);
    readonly CurlBody body = new(problems);
    readonly JsonObject settings = [];
    string? method, user, bearer, upload;
    bool isGet, isHead, isLiteralUrl;

    public void AddUrl(string word) => address.Add(word, problems);

    /// <returns>Whether a node has a place for the option.</returns>
    public bool Apply(string name, string value)
    {
        switch (name)
        {
            case "url": AddUrl(value); break;
            case "url-query": address.AddQuery([value.StartsWith('+') ? value[1..] : CurlBody.Encoded(value)]); break;
            case "request": method = value; break;
            case "get": isGet = true; break;
            case "head": isHead = true; break;
            case "globoff": isLiteralUrl = true; break;
            case "header": headers.Read(value); break;
            case "user-agent" when value.Length > 0: headers.Set("User-Agent", value); break;
            case "referer": AddReferer(value); break;
            case "range": headers.Set("Range", "bytes=" + value); break;
            case "cookie": AddCookie(value); break;
            case "user": user = value; break;
            case "oauth2-bearer": bearer = value; break;
            case "data" or "data-ascii" or "data-binary": body.AddData(value); break;
            case "data-raw": body.AddData(value, mayBeFile: false); break;
            case "data-urlencode": body.AddEncoded(value); break;
            case "json": body.AddJson(value); break;
            case "form" or "form-string": body.AddField(value, isLiteral: name == "form-string"); break;
            case "upload-file": Upload(value); break;
            case "max-time": Set("timeout", value); break;
            case "retry": Set("retries", value); break;
            case "retry-delay": Set("delay", value); break;
            default: return false;
        }
        return true;
    }

    /// <summary>The node's <c>data</c>; null if there is no address.</summary>
    public JsonObject? ToData()
    {
        if (address.IsMissing)
        {
            problems.Add("The command has no address. Paste a complete command: curl https://example.com/…");
            return null;
        }
        if (isGet && body.Query.Length > 0)
            address.AddQuery([body.Query]);
        if (upload is not null)
            address.NameFile(upload);
        if (address.IsPattern && !isLiteralUrl)
            problems.Add("curl reads the brackets in the address as several addresses. A node calls one address; correct the URL.");
        var node = new JsonObject { ["method"] = Method(), ["url"] = address.ToString() };
        AddAuthentication(node);
        if (!isGet)
            body.Write(node, headers);
        if (headers.ToRows() is { } rows)
            node["headers"] = rows;
        if (settings.Count > 0)
            node["settings"] = settings;
        return node;
    }

    string Method()
    {
        var word = (method ?? (isHead ? "HEAD" : isGet ? "GET" : body.IsUpload ? "PUT" : body.IsGiven ? "POST" : "GET")).ToLowerInvariant();
        if (Enum.GetNames<HttpVerb>().Contains(word, StringComparer.OrdinalIgnoreCase))
            return word;
        problems.Add($"The method {Excerpt.Of(method!)} is not supported; get is used instead.");
        return "get";
    }

    void AddReferer(string value)
    {
        const string Auto = ";auto";
        var referer = value.EndsWith(Auto, StringComparison.Ordinal) ? value[..^Auto.Length] : value;
        if (referer.Length > 0)
            headers.Set("Referer", referer);
    }

    void AddCookie(string value)
    {
        if (value.Contains('=', StringComparison.Ordinal))
            headers.Append("Cookie", value, "; ");
        else
            problems.Add("--cookie names a file, and files on this machine are never read. Enter the cookies themselves.");
    }

    void Upload(string file)
    {
        upload = file;
        body.Upload(file);
    }

    void Set(string setting, string value)
    {
        if (Json.TryParse(value) is { ValueKind: JsonValueKind.Number } number)
            settings[setting] = JsonValue.Create(number);
        else
            problems.Add($"“{Excerpt.Of(value)}” is not a number, so the setting {setting} was ignored.");
    }

    /// <summary>A header that the command gives goes before the user of <c>-u</c>, and that before the one in the address.</summary>
    void AddAuthentication(JsonObject node)
    {
        var token = headers.TakeBearer() ?? bearer;
        var header = headers.Find("Authorization");
        var login = header is null ? user ?? address.User : null;
        if (token is not null)
            (node["authentication"], node["token"]) = ("bearer", token);
        else if (login?.Split(':', 2) is [var name, .. var password])
            (node["authentication"], node["user"], node["password"]) = ("basic", name, string.Concat(password));
        if ((token ?? header ?? login)?.Contains("{{", StringComparison.Ordinal) == false)
            problems.Add("The command contains a password or a token. Store it as a secret of the server, and use {{secrets.NAME}}: everyone who can see the workflow can read it.");
    }
}
