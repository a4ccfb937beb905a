using System.ComponentModel.DataAnnotations;
using HtmxFlows.Expressions;
using HtmxFlows.Inputs;

namespace HtmxFlows.Nodes;

public enum HttpVerb { Get, Post, Put, Patch, Delete, Head, Options }

/// <summary>What the body of a request is made from.</summary>
public enum HttpBodyKind { Auto, None, Json, Form, Multipart, Raw }

public enum HttpAuthentication { None, Basic, Bearer, Header }

/// <summary>What the body of an answer is taken for.</summary>
public enum HttpResponseKind { Auto, Json, Text, Base64 }

/// <summary>How one page of an answer leads to the next.</summary>
public enum HttpPaging { None, LinkHeader, NextLink, Cursor, Page }

/// <summary>A field of a form that is sent.</summary>
public sealed record HttpFormField
{
    [Display(Name = "Name"), Required]
    public string Name { get; init; } = "";

    [Display(Name = "Value")]
    public Template Value { get; init; } = new("");

    [Display(Name = "File name", Description = "Multipart: sends the field as a file with this name.")]
    public Template? FileName { get; init; }

    [Display(Name = "Type", Description = "Multipart: the media type, e.g. text/csv.")]
    public string Type { get; init; } = "";

    [Display(Name = "Base64", Description = "Multipart: the value is base64; its bytes are sent.")]
    public bool Base64 { get; init; }
}

/// <summary>The configuration of <see cref="HttpNode"/>.</summary>
public sealed record HttpConfiguration
{
    [Display(Name = "Method", Description = "HTTP method.")]
    public HttpVerb Method { get; init; }

    [Display(Name = "URL", Description = "Full URL, starting with https://"), Required]
    public Template Url { get; init; } = new("");

    [Display(Name = "Query", ShortName = "parameter", Description = "Query parameters to add to the URL.")]
    public IReadOnlyList<NamedValue> Query { get; init; } = [];

    [Display(Name = "Headers", ShortName = "header", Description = "Request headers.")]
    public IReadOnlyList<NamedValue> Headers { get; init; } = [];

    [Display(Name = "Body type", Description = "Auto: JSON if the body is valid JSON, otherwise plain text. Raw: unchanged. Form and multipart: the fields of Form. A Content-Type header overrides the type.")]
    public HttpBodyKind BodyKind { get; init; }

    [Display(Name = "Body", Description = "The request body."), DataType(DataType.MultilineText)]
    public Template? Body { get; init; }

    [Display(Name = "Form", ShortName = "field", Description = "The fields for the body types form and multipart.")]
    public IReadOnlyList<HttpFormField> Form { get; init; } = [];

    [Display(Name = "Authentication", Description = "Basic: user and password. Bearer: a token in the Authorization header. Header: a token in a header of your choice.")]
    public HttpAuthentication Authentication { get; init; }

    [Display(Name = "User", Description = "For basic authentication.")]
    public Template? User { get; init; }

    [Display(Name = "Password", Description = "For basic authentication, e.g. {{secrets.PASSWORD}}.")]
    public Template? Password { get; init; }

    [Display(Name = "Token", Description = "For bearer and header authentication, e.g. {{secrets.API_KEY}}.")]
    public Template? Token { get; init; }

    [Display(Name = "Token header", Description = "The header for the token, for header authentication.")]
    public string TokenHeader { get; init; } = "X-API-Key";

    [Display(Name = "Success", Description = "Successful statuses, e.g. 200-299, 404. Default: below 400.")]
    public string Success { get; init; } = "";

    [Display(Name = "Response", Description = "The format of the response body. Auto uses its content type.")]
    public HttpResponseKind Response { get; init; }

    [Display(Name = "Paging", Description = "How to reach the next page: the Link header, a link or a cursor in the body, or page numbers. All items are collected in one list, the body.")]
    public HttpPaging Paging { get; init; }

    [Display(Name = "Items", Description = "Paging: the path to the list in each page, e.g. data.items. Default: the page itself.")]
    public ValuePath? Items { get; init; }

    [Display(Name = "Next", Description = "Paging: the path to the next link or cursor in each page, e.g. meta.next. The last page has none.")]
    public ValuePath? Next { get; init; }

    [Display(Name = "Page parameter", Description = "Paging by cursor or page: the query parameter for the page.")]
    public string PageParameter { get; init; } = "page";

    [Display(Name = "First page", Description = "Paging by page: the number of the first page. Paging ends at a page without items."), Range(0, 1_000_000)]
    public int FirstPage { get; init; } = 1;

    [Display(Name = "Maximum pages", Description = "Paging: “complete” is false in the output if more pages exist."), Range(1, 1000)]
    public int MaxPages { get; init; } = 10;

    /// <summary>What no single field shows.</summary>
    internal IEnumerable<FieldProblem> FindProblems() =>
    [
        .. Missing("form", "Form", BodyKind is HttpBodyKind.Form or HttpBodyKind.Multipart && Form.Count == 0),
        .. Missing("user", "User", Authentication == HttpAuthentication.Basic && !IsGiven(User)),
        .. Missing("token", "Token", Authentication is HttpAuthentication.Bearer or HttpAuthentication.Header && !IsGiven(Token)),
        .. Missing("tokenHeader", "Token header", Authentication == HttpAuthentication.Header && string.IsNullOrWhiteSpace(TokenHeader)),
        .. Missing("next", "Next", Paging is HttpPaging.NextLink or HttpPaging.Cursor && Next is null),
        .. Missing("pageParameter", "Page parameter", Paging is HttpPaging.Cursor or HttpPaging.Page && string.IsNullOrWhiteSpace(PageParameter)),
        .. AuthenticationHeader is { } header
            ? Headers.Index().Where(row => row.Item.Name.Equals(header, StringComparison.OrdinalIgnoreCase))
                .Select(row => new FieldProblem($"headers[{row.Index}].name", $"The authentication already sends the header {header}. Remove it here, or set Authentication to none."))
            : [],
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
