using System.ComponentModel.DataAnnotations;
using HtmxFlows.Credentials;
using HtmxFlows.Data;
using HtmxFlows.Expressions;
using HtmxFlows.Inputs;

namespace HtmxFlows.Nodes;

public enum HttpVerb { Get, Post, Put, Patch, Delete, Head, Options }

/// <summary>What the body of a request is made from.</summary>
public enum HttpBodyKind { Auto, None, Json, Form, Multipart, Raw, File }

public enum HttpAuthentication { None, Basic, Bearer, Header }

/// <summary>What the body of an answer is taken for.</summary>
public enum HttpResponseKind { Auto, Json, Text, Base64, File }

/// <summary>How one page of an answer leads to the next.</summary>
public enum HttpPaging { None, LinkHeader, NextLink, Cursor, Page, Offset }

/// <summary>Where the number, offset or cursor of a page is sent.</summary>
public enum HttpPagePlace { Auto, Query, Header, Body }

/// <summary>A field of a form that is sent.</summary>
public sealed record HttpFormField
{
    [Display(Name = "Name"), Required]
    public string Name { get; init; } = "";

    [Display(Name = "Value")]
    public Template Value { get; init; } = new("");

    [Display(GroupName = "More", Name = "File name", Description = "Multipart: sends the field as a file with this name. Default: the name of the file, if the value is one.")]
    public Template? FileName { get; init; }

    [Display(GroupName = "More", Name = "Type", Description = "Multipart: the media type, e.g. text/csv. Default: the type of the file, if the value is one.")]
    public string Type { get; init; } = "";

    [Display(GroupName = "More", Name = "Base64", Description = "Multipart: the value is base64; its bytes are sent.")]
    public bool Base64 { get; init; }
}

/// <summary>The configuration of <see cref="HttpNode"/>.</summary>
public sealed record HttpConfiguration
{
    [Display(Name = "Method", Description = "HTTP method.")]
    public HttpVerb Method { get; init; }

    [Display(Name = "URL", Description = "Full URL, starting with https://. Values in it are percent-encoded, unless one expression is the whole URL or its start. {{{three braces}}} insert a value unchanged."), Required]
    public Template Url { get; init; } = new("");

    [Display(Name = "Query", ShortName = "parameter", Description = "Query parameters to add to the URL. A list repeats the parameter; null leaves it out.")]
    public IReadOnlyList<NamedValue> Query { get; init; } = [];

    [Display(Name = "Headers", ShortName = "header", Description = "Request headers.")]
    public IReadOnlyList<NamedValue> Headers { get; init; } = [];

    [Display(GroupName = "Body", Name = "Body type", Description = "Auto: a file if the body is one, JSON if it is valid JSON, otherwise plain text. A body that is written as JSON must be valid; values between quotes are escaped. Raw: unchanged. Form and multipart: the fields of Form. File: the bytes of a file. A Content-Type header overrides the type.")]
    public HttpBodyKind BodyKind { get; init; }

    [AppliesWhen(nameof(BodyKind), HttpBodyKind.None, HttpBodyKind.Form, HttpBodyKind.Multipart, Unless = true), Display(GroupName = "Body", Name = "Body", Description = "The request body."), DataType(DataType.MultilineText)]
    public Template? Body { get; init; }

    [AppliesWhen(nameof(BodyKind), HttpBodyKind.Form, HttpBodyKind.Multipart), Display(GroupName = "Body", Name = "Form", ShortName = "field", Description = "The fields for the body types form and multipart.")]
    public IReadOnlyList<HttpFormField> Form { get; init; } = [];

    [CredentialName(CredentialUse.Request), Display(GroupName = "Authentication", Name = "Credential", Description = "A credential of this server. It is sent to the hosts that it is bound to. Or choose an authentication below, with {{secrets.NAME}}.")]
    public string Credential { get; init; } = "";

    [Display(GroupName = "Authentication", Name = "Authentication", Description = "Basic: user and password. Bearer: a token in the Authorization header. Header: a token in a header of your choice.")]
    public HttpAuthentication Authentication { get; init; }

    [AppliesWhen(nameof(Authentication), HttpAuthentication.Basic), Display(GroupName = "Authentication", Name = "User", Description = "For basic authentication.")]
    public Template? User { get; init; }

    [AppliesWhen(nameof(Authentication), HttpAuthentication.Basic), Display(GroupName = "Authentication", Name = "Password", Description = "For basic authentication, e.g. {{secrets.PASSWORD}}.")]
    public Template? Password { get; init; }

    [AppliesWhen(nameof(Authentication), HttpAuthentication.Bearer, HttpAuthentication.Header), Display(GroupName = "Authentication", Name = "Token", Description = "For bearer and header authentication, e.g. {{secrets.API_KEY}}.")]
    public Template? Token { get; init; }

    [AppliesWhen(nameof(Authentication), HttpAuthentication.Header), Display(GroupName = "Authentication", Name = "Token header", Description = "The header for the token, for header authentication.")]
    public string TokenHeader { get; init; } = "X-API-Key";

    [Display(GroupName = "Response", Name = "Success", Description = "Successful statuses, e.g. 200-299, 404. Default: below 400.")]
    public string Success { get; init; } = "";

    [Display(GroupName = "Response", Name = "Response", Description = "The format of the response body. Auto uses its content type: JSON and text as values, everything else as a file. File: always a file.")]
    public HttpResponseKind Response { get; init; }

    [Display(GroupName = "Response", Name = "Encoding", Description = "The encoding of the response body, e.g. Windows-1252, ISO-8859-2 or UTF-16; returns any content type as text. Default: the byte order mark, the Content-Type header, the document's own declaration, or UTF-8.")]
    public string Encoding { get; init; } = "";

    [Display(GroupName = "Response", Name = "Follow redirects", Description = "Follow up to 5 redirects and send the cookies that they set. Otherwise the redirect (3xx) is the response.")]
    public bool FollowRedirects { get; init; } = true;

    [Display(GroupName = "Paging", Name = "Paging", Description = "How to reach the next page: the Link header, a link or a cursor in the body, page numbers, or offsets. All items are collected in one list, the body.")]
    public HttpPaging Paging { get; init; }

    [AppliesWhen(nameof(Paging), HttpPaging.None, Unless = true), Display(GroupName = "Paging", Name = "Items", Description = "Paging: the path to the list in each page, e.g. data.items. Default: the page itself.")]
    public ValuePath? Items { get; init; }

    [AppliesWhen(nameof(Paging), HttpPaging.NextLink, HttpPaging.Cursor), Display(GroupName = "Paging", Name = "Next", Description = "Paging: the path to the next link or cursor in each page, e.g. meta.next. The last page has none.")]
    public ValuePath? Next { get; init; }

    [AppliesWhen(nameof(Paging), HttpPaging.Cursor, HttpPaging.Page, HttpPaging.Offset), Display(GroupName = "Paging", Name = "Page parameter", Description = "Paging by cursor, page or offset: the query parameter, the header, or the path in the JSON body, e.g. variables.after.")]
    public string PageParameter { get; init; } = "page";

    [AppliesWhen(nameof(Paging), HttpPaging.Cursor, HttpPaging.Page, HttpPaging.Offset), Display(GroupName = "Paging", Name = "Send page in", Description = "Where the page parameter is sent. Auto: a cursor goes into the JSON body of a POST, everything else into the query.")]
    public HttpPagePlace PageIn { get; init; }

    [AppliesWhen(nameof(Paging), HttpPaging.Page, HttpPaging.Offset), Display(GroupName = "Paging", Name = "First page", Description = "Paging by page or offset: the number of the first page (default: 1) or the first offset (default: 0). Paging ends at a page without items."), Range(0, 1_000_000)]
    public int? FirstPage { get; init; }

    [AppliesWhen(nameof(Paging), HttpPaging.Page, HttpPaging.Offset), Display(GroupName = "Paging", Name = "Step", Description = "Paging by page or offset: how much the number grows per page. Default: 1 for pages, the items on the page for offsets."), Range(1, 1_000_000)]
    public int? Step { get; init; }

    [AppliesWhen(nameof(Paging), HttpPaging.None, Unless = true), Display(GroupName = "Paging", Name = "More", Description = "Paging: the path to a value in each page that is false, null, 0 or empty on the last page, e.g. has_more.")]
    public ValuePath? More { get; init; }

    [AppliesWhen(nameof(Paging), HttpPaging.None, Unless = true), Display(GroupName = "Paging", Name = "Total", Description = "Paging: the path to the number of all items in each page, e.g. meta.total. Paging ends when they are collected.")]
    public ValuePath? Total { get; init; }

    [AppliesWhen(nameof(Paging), HttpPaging.None, Unless = true), Display(GroupName = "Paging", Name = "Maximum pages", Description = "Paging: “complete” is false in the output if more pages exist."), Range(1, 1000)]
    public int MaxPages { get; init; } = 10;

    /// <summary>What no single field shows.</summary>
    internal IEnumerable<FieldProblem> FindProblems() =>
    [
        .. Missing("form", "Form", BodyKind is HttpBodyKind.Form or HttpBodyKind.Multipart && Form.Count == 0),
        .. Missing("user", "User", Authentication == HttpAuthentication.Basic && !IsGiven(User)),
        .. Missing("token", "Token", Authentication is HttpAuthentication.Bearer or HttpAuthentication.Header && !IsGiven(Token)),
        .. Missing("tokenHeader", "Token header", Authentication == HttpAuthentication.Header && string.IsNullOrWhiteSpace(TokenHeader)),
        .. Credential.Length > 0 && Authentication != HttpAuthentication.None ? [new FieldProblem("authentication", "The credential authenticates the request. Set Authentication to none, or choose no credential.")] : Array.Empty<FieldProblem>(),
        .. Missing("next", "Next", Paging is HttpPaging.NextLink or HttpPaging.Cursor && Next is null),
        .. Missing("pageParameter", "Page parameter", Paging is HttpPaging.Cursor or HttpPaging.Page or HttpPaging.Offset && string.IsNullOrWhiteSpace(PageParameter)),
        .. AuthenticationHeader is { } header
            ? Headers.Index().Where(row => row.Item.Name.Equals(header, StringComparison.OrdinalIgnoreCase))
                .Select(row => new FieldProblem($"headers[{row.Index}].name", $"The authentication already sends the header {header}. Remove it here, or set Authentication to none."))
            : [],
        .. CharacterSet.FindProblem(Encoding) is { } unknown ? [new FieldProblem("encoding", unknown)] : Array.Empty<FieldProblem>(),
        .. HttpStatuses.FindProblem(Success) is { } problem ? [new FieldProblem("success", problem)] : Array.Empty<FieldProblem>(),
    ];

    /// <summary>The header that the authentication sends.</summary>
    string? AuthenticationHeader => Authentication switch
    {
        HttpAuthentication.None => null,
        HttpAuthentication.Header => TokenHeader,
        _ => "Authorization",
    };

    static IEnumerable<FieldProblem> Missing(string field, string label, bool isMissing) => isMissing ? [new(field, $"{label} is required.")] : [];

    static bool IsGiven(Template? field) => !string.IsNullOrWhiteSpace(field?.Text);
}
