using System.Text.RegularExpressions;

namespace HtmxFlows.Tests.Rules;

/// <summary>Who may use whom: a folder uses itself and the folders above it, so that there are no circles, and only the last ones know HTTP.</summary>
public sealed partial class LayerRule
{
    /// <summary>The folders of the product, the lowest first.</summary>
    static readonly string[] Folders =
    [
        "Data", "Diagnostics", "Keys", "Accounts", "Credentials", "Outbound", "Files", "Expressions", "Inputs", "Conditions", "Functions", "Schemas", "Sql", "Scripts", "Store", "Nodes", "Workflows", "Runs", "Triggers",
        "Views", "Web", "Live", "Api", "Pages",
    ];

    /// <summary>The last folder that knows nothing of HTTP and of HTML as it is served.</summary>
    const string LastOfTheDomain = "Triggers";

    public static TheoryData<string> Layers => [.. Folders];

    public static TheoryData<string> Domain => [.. Folders.TakeWhile(folder => folder != LastOfTheDomain), LastOfTheDomain];

    [Fact]
    public void Every_folder_with_code_is_a_layer() =>
        Assert.Equal(Folders.Order(), Source.Files.Where(file => file.EndsWith(".cs", StringComparison.Ordinal) && file.Contains('/', StringComparison.Ordinal)).Select(FolderOf).Distinct().Order());

    [Theory, MemberData(nameof(Layers))]
    public void A_folder_uses_no_folder_below_it_in_the_list(string folder)
    {
        var later = Folders.SkipWhile(other => other != folder).Skip(1).ToHashSet();

        Assert.DoesNotContain(FilesOf(folder), file => NamespacesIn(Source.Read(file)).Any(later.Contains));
    }

    [Theory, MemberData(nameof(Domain))]
    public void No_domain_folder_uses_ASP_NET_Core(string folder) => Assert.DoesNotContain(FilesOf(folder), file => UsesHttp(Source.Read(file)));

    [Theory, MemberData(nameof(Layers))]
    public void A_file_has_the_namespace_of_its_folder(string folder) =>
        Assert.DoesNotContain(FilesOf(folder), file => NamespaceOf().Match(Source.Read(file)) is { Success: true } found && found.Groups[1].Value != folder);

    [Theory]
    [InlineData("using Microsoft.AspNetCore.Http;", true)]
    [InlineData("void Serve(HttpContext http)", true)]
    [InlineData("builder.Services.X(WebApplicationBuilder y)", true)]
    [InlineData("IResult Get() => Results.Ok();", true)]
    [InlineData("using Microsoft.Extensions.Logging;", false)]
    [InlineData("using Microsoft.AspNetCore.Identity;", false)]
    [InlineData("var request = new HttpRequestMessage();", false)]
    public void HTTP_types_are_recognized(string code, bool isHttp) => Assert.Equal(isHttp, UsesHttp(code));

    [Theory]
    [InlineData("using HtmxFlows.Web;", "Web")]
    [InlineData("using static HtmxFlows.Pages.DomIds;", "Pages")]
    [InlineData("@using HtmxFlows.Live", "Live")]
    [InlineData("var x = HtmxFlows.Live.SseFormat.Retry(y);", "Live")]
    public void The_use_of_a_namespace_is_recognized(string code, string folder) => Assert.Equal([folder], NamespacesIn(code));

    static string[] FilesOf(string folder)
    {
        var files = Source.Files.Where(file => FolderOf(file) == folder && (file.EndsWith(".cs", StringComparison.Ordinal) || file.EndsWith(".cshtml", StringComparison.Ordinal))).ToArray();
        Assert.NotEmpty(files);
        return files;
    }

    static string FolderOf(string file) => file.Split('/')[0];

    static IEnumerable<string> NamespacesIn(string code) => Used().Matches(code).Select(use => use.Groups[1].Value).Distinct();

    static bool UsesHttp(string code) => Http().IsMatch(code);

    [GeneratedRegex(@"(?<!namespace )\bHtmxFlows\.([A-Z]\w*)\b")]
    private static partial Regex Used();

    [GeneratedRegex(@"^namespace HtmxFlows\.(\w+)", RegexOptions.Multiline)]
    private static partial Regex NamespaceOf();

    // The web SDK imports namespaces without a using, so that types are searched for too.
    [GeneratedRegex(@"Microsoft\.AspNetCore(?!\.Identity;)|\b(HttpContext|HttpRequest|HttpResponse|IResult|Results|WebApplication(Builder)?|IApplicationBuilder|IEndpointRouteBuilder|IHeaderDictionary|StatusCodes)\b")]
    private static partial Regex Http();
}
