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

    [Display(Name = "File name", Description = "Multipart: makes the field a file of that name.")]
    public Template? FileName { get; init; }

    [Display(Name = "Type", Description = "Multipart: its media type, such as text/csv.")]
    public string Type { get; init; } = "";

    [Display(Name = "Base64", Description = "Multipart: the value is in base64, and its bytes are sent.")]
    public bool Base64 { get; init; }
}

/// <summary>The configuration of <see cref="HttpNode"/>.</summary>
public sealed record HttpConfiguration
{
    [Display(Name = "Method", Description = "What is asked of the address.")]
    public HttpVerb Method { get; init; }

    [Display(Name = "URL", Description = "A whole http or https address."), Required]
    public Template Url { get; init; } = new("");

    [Display(Name = "Query", Description = "Parameters that are added to the address.")]
    public IReadOnlyList<NamedValue> Query { get; init; } = [];

    [Display(Name = "Headers", Description = "Headers that are sent.")]
    public IReadOnlyList<NamedValue> Headers { get; init; } = [];

    [Display(Name = "Kind of body", Description = "Auto sends the body as JSON if it is JSON, else as plain text; raw sends it as it is; form and multipart send the fields of Form. A Content-Type header wins over what the kind says.")]
    public HttpBodyKind BodyKind { get; init; }

    [Display(Name = "Body", Description = "What is sent. JSON unless a Content-Type header says otherwise; a text that is no JSON is sent as plain text."), DataType(DataType.MultilineText)]
    public Template? Body { get; init; }

    [Display(Name = "Form", Description = "The fields that the kinds form and multipart send.")]
    public IReadOnlyList<HttpFormField> Form { get; init; } = [];

    [Display(Name = "Authentication", Description = "Basic sends a user and a password, bearer a token in the header Authorization, header a token in a header of your choice.")]
    public HttpAuthentication Authentication { get; init; }

    [Display(Name = "User", Description = "For basic authentication.")]
    public Template? User { get; init; }

    [Display(Name = "Password", Description = "For basic authentication, such as {{secrets.PASSWORD}}.")]
    public Template? Password { get; init; }

    [Display(Name = "Token", Description = "For the authentication by bearer or header, such as {{secrets.API_KEY}}.")]
    public Template? Token { get; init; }

    [Display(Name = "Token header", Description = "The header that carries the token, for the authentication by header.")]
    public string TokenHeader { get; init; } = "X-API-Key";

    [Display(Name = "Success", Description = "The statuses that are a success, such as 200-299, 404. Left out, all below 400 are.")]
    public string Success { get; init; } = "";

    [Display(Name = "Response", Description = "What the body is given as; auto goes by its content type.")]
    public HttpResponseKind Response { get; init; }

    [Display(Name = "Paging", Description = "How to get from page to page: by the Link header, by a whole link or a cursor in the body, or by counting pages. Their items are gathered in one list, the body.")]
    public HttpPaging Paging { get; init; }

    [Display(Name = "Items", Description = "Paging: where in each page its list is, such as data.items; left out, the page is the list.")]
    public ValuePath? Items { get; init; }

    [Display(Name = "Next", Description = "Paging: where in each page the link or the cursor of the next one is, such as meta.next. The last page has none there.")]
    public ValuePath? Next { get; init; }

    [Display(Name = "Page parameter", Description = "Paging by cursor or page: the parameter of the address that says which page.")]
    public string PageParameter { get; init; } = "page";

    [Display(Name = "First page", Description = "Paging by page: the number of the first. It ends with a page without items."), Range(0, 1_000_000)]
    public int FirstPage { get; init; } = 1;

    [Display(Name = "Most pages", Description = "Paging: how many pages are asked for at most. If there are more, complete is false in the output."), Range(1, 1000)]
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
                .Select(row => new FieldProblem($"headers[{row.Index}].name", $"The authentication sends the header {header} already. Remove it here, or set the authentication to none."))
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

    static IEnumerable<FieldProblem> Missing(string field, string label, bool isMissing) => isMissing ? [new(field, $"{label} is missing.")] : [];

    static bool IsGiven(Template? field) => !string.IsNullOrWhiteSpace(field?.Text);
}
