using System.Text.Json.Nodes;
using HtmxFlows.Data;
using HtmxFlows.Nodes;

namespace HtmxFlows.Workflows;

/// <summary>What the options of a <c>curl</c> command add up to.</summary>
sealed class CurlRequest
{
    const string FormType = "application/x-www-form-urlencoded", JsonType = "application/json";

    readonly List<(string Name, string Value)> headers = [];
    readonly List<string> data = [];
    readonly JsonArray form = [];
    readonly JsonObject settings = [];
    string? url, method, user, bearer;
    bool isGet, isHead, isJson;

    public void AddUrl(string word, List<string> problems)
    {
        if (url is null)
            url = word.Contains("://", StringComparison.Ordinal) || word.StartsWith("{{", StringComparison.Ordinal) ? word : "http://" + word;
        else
            problems.Add($"“{Shortened(word)}” is a second address and was ignored. A node calls one address.");
    }

    /// <returns>Whether there is such an option.</returns>
    public bool Apply(string name, string value, List<string> problems)
    {
        switch (name)
        {
            case "url": AddUrl(value, problems); break;
            case "request": method = value; break;
            case "get": isGet = true; break;
            case "head": isHead = true; break;
            case "header": AddHeader(value, problems); break;
            case "user-agent": headers.Add(("User-Agent", value)); break;
            case "referer": headers.Add(("Referer", value)); break;
            case "range": headers.Add(("Range", "bytes=" + value)); break;
            case "cookie": AddCookie(value, problems); break;
            case "user": user = value; break;
            case "oauth2-bearer": bearer = value; break;
            case "data" or "data-ascii" or "data-binary": AddData(value, value.StartsWith('@'), problems); break;
            case "data-raw": AddData(value, false, problems); break;
            case "data-urlencode": AddEncoded(value, problems); break;
            case "json": isJson = true; AddData(value, value.StartsWith('@'), problems); break;
            case "form" or "form-string": AddField(value, name == "form", problems); break;
            case "max-time" or "connect-timeout": Set("timeout", value, problems); break;
            case "retry": Set("retries", value, problems); break;
            case "retry-delay": Set("delay", value, problems); break;
            default: return false;
        }
        return true;
    }

    /// <summary>The node's <c>data</c>; null if there is no address.</summary>
    public JsonObject? ToData(List<string> problems)
    {
        if (url is null)
        {
            problems.Add("The command has no address. Paste a complete command: curl https://example.com/…");
            return null;
        }
        var node = new JsonObject { ["method"] = Method(problems), ["url"] = url };
        if (isGet && data.Count > 0)
            node["url"] = url + (url.Contains('?', StringComparison.Ordinal) ? "&" : "?") + string.Join('&', data);
        AddAuthentication(node, problems);
        AddBody(node);
        if (headers.Count > 0)
            node["headers"] = new JsonArray([.. headers.Select(header => new JsonObject { ["name"] = header.Name, ["value"] = header.Value })]);
        if (settings.Count > 0)
            node["settings"] = settings;
        return node;
    }

    string Method(List<string> problems)
    {
        var word = (method ?? (isHead ? "HEAD" : !isGet && (data.Count > 0 || form.Count > 0) ? "POST" : "GET")).ToLowerInvariant();
        if (Enum.GetNames<HttpVerb>().Contains(word, StringComparer.OrdinalIgnoreCase))
            return word;
        problems.Add($"The method {Shortened(method!)} is not supported; get is used instead.");
        return "get";
    }

    void AddHeader(string line, List<string> problems)
    {
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        if (colon > 0)
            headers.Add((line[..colon].Trim(), line[(colon + 1)..].Trim()));
        else
            problems.Add($"The header “{Shortened(line)}” has no colon and was ignored.");
    }

    void AddCookie(string value, List<string> problems)
    {
        if (value.Contains('=', StringComparison.Ordinal))
            headers.Add(("Cookie", value));
        else
            problems.Add("--cookie names a file, and files on this machine are never read. Enter the cookies themselves.");
    }

    void AddData(string value, bool isFile, List<string> problems)
    {
        if (isFile)
            problems.Add($"“{Shortened(value)}” is a file, and files on this machine are never read. Put its content into the body.");
        else
            data.Add(value);
    }

    void AddEncoded(string value, List<string> problems)
    {
        var equals = value.IndexOf('=', StringComparison.Ordinal);
        if (equals < 0 && value.Contains('@', StringComparison.Ordinal))
            AddData(value, true, problems);
        else
            data.Add(equals > 0 ? value[..(equals + 1)] + Uri.EscapeDataString(value[(equals + 1)..]) : Uri.EscapeDataString(value[(equals + 1)..]));
    }

    void AddField(string value, bool mayBeFile, List<string> problems)
    {
        var equals = value.IndexOf('=', StringComparison.Ordinal);
        if (equals < 1)
            problems.Add($"The form field “{Shortened(value)}” has no name and was ignored.");
        else if (mayBeFile && value[(equals + 1)..] is ['@' or '<', ..])
            problems.Add($"The form field {Shortened(value[..equals])} is a file, and files on this machine are never read. Add the field with the content as value and the file's name in fileName.");
        else
            form.Add(new JsonObject { ["name"] = value[..equals], ["value"] = value[(equals + 1)..] });
    }

    void Set(string setting, string value, List<string> problems)
    {
        if (Json.TryParse(value) is { ValueKind: System.Text.Json.JsonValueKind.Number } number)
            settings[setting] = JsonValue.Create(number);
        else
            problems.Add($"“{Shortened(value)}” is not a number, so the setting {setting} was ignored.");
    }

    void AddAuthentication(JsonObject node, List<string> problems)
    {
        if (headers.FindIndex(header => header.Name.Equals("Authorization", StringComparison.OrdinalIgnoreCase) && header.Value.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)) is >= 0 and var index)
        {
            bearer = headers[index].Value[7..].Trim();
            headers.RemoveAt(index);
        }
        if (bearer is not null)
            (node["authentication"], node["token"]) = ("bearer", bearer);
        else if (user is not null)
            (node["authentication"], node["user"], node["password"]) = ("basic", user.Split(':')[0], user.Contains(':', StringComparison.Ordinal) ? user[(user.IndexOf(':', StringComparison.Ordinal) + 1)..] : "");
        if ((bearer ?? user)?.Contains("{{", StringComparison.Ordinal) == false)
            problems.Add("The command contains a password or a token. Store it as a secret of the server, and use {{secrets.NAME}}: everyone who can see the workflow can read it.");
    }

    void AddBody(JsonObject node)
    {
        if (form.Count > 0)
            (node["bodyKind"], node["form"]) = ("multipart", form);
        if (form.Count > 0 || data.Count == 0 || isGet)
            return;
        var body = string.Join(isJson ? "" : "&", data);
        var type = TypeOf(headers);
        if (type is null && !isJson && AsFields(body) is { } fields)
            (node["bodyKind"], node["form"]) = ("form", fields);
        else if ((isJson || type?.StartsWith(JsonType, StringComparison.OrdinalIgnoreCase) == true) && Json.TryParse(body) is not null)
            (node["bodyKind"], node["body"]) = ("json", body);
        else
            (node["bodyKind"], node["body"]) = ("raw", body);
        if (type is null && node["bodyKind"]!.GetValue<string>() == "raw")
            headers.Add(("Content-Type", isJson ? JsonType : FormType));
    }

    static string? TypeOf(List<(string Name, string Value)> headers) =>
        headers.Find(header => header.Name.Equals("Content-Type", StringComparison.OrdinalIgnoreCase)).Value;

    static JsonArray? AsFields(string body)
    {
        var pairs = body.Split('&').Select(pair => pair.Split('=', 2)).ToArray();
        return pairs.All(pair => pair is [{ Length: > 0 }, _])
            ? new([.. pairs.Select(pair => new JsonObject { ["name"] = Decoded(pair[0]), ["value"] = Decoded(pair[1]) })])
            : null;
    }

    static string Decoded(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));

    static string Shortened(string text) => Excerpt.Of(text);
}
