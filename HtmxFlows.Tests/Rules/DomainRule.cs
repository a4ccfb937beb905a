using System.Text.RegularExpressions;

namespace HtmxFlows.Tests.Rules;

/// <summary>The nouns of the product know nothing of HTTP and HTML as it is served: no domain folder uses ASP.NET Core or the folders that do.</summary>
public sealed partial class DomainRule
{
    static readonly string[] Domain = ["Data", "Workflows", "Nodes", "Runs", "Outbound"];

    public static TheoryData<string> Folders => [.. Domain];

    [Theory, MemberData(nameof(Folders))]
    public void No_domain_folder_uses_ASP_NET_Core(string folder)
    {
        var files = Source.Files.Where(file => file.StartsWith($"{folder}/", StringComparison.Ordinal) && file.EndsWith(".cs", StringComparison.Ordinal)).ToArray();

        Assert.NotEmpty(files);
        Assert.DoesNotContain(files, file => UsesTheWeb(Source.Read(file)));
    }

    [Theory]
    [InlineData("using Microsoft.AspNetCore.Http;", true)]
    [InlineData("using HtmxFlows.Web;", true)]
    [InlineData("using static HtmxFlows.Pages.DomIds;", true)]
    [InlineData("var x = HtmxFlows.Live.SseFormat.Retry(y);", true)]
    [InlineData("void Serve(HttpContext http)", true)]
    [InlineData("builder.Services.X(WebApplicationBuilder y)", true)]
    [InlineData("IResult Get() => Results.Ok();", true)]
    [InlineData("using Microsoft.Extensions.Logging;", false)]
    [InlineData("using HtmxFlows.Workflows;", false)]
    [InlineData("var request = new HttpRequestMessage();", false)]
    public void The_rule_knows_the_web_when_it_sees_it(string code, bool isWeb) => Assert.Equal(isWeb, UsesTheWeb(code));

    static bool UsesTheWeb(string code) => TheWeb().IsMatch(code);

    // The web SDK imports namespaces without a using, so that types are looked for too.
    [GeneratedRegex(@"Microsoft\.AspNetCore|\bHtmxFlows\.(Web|Live|Pages|Api)\b|\b(HttpContext|HttpRequest|HttpResponse|IResult|Results|WebApplication(Builder)?|IApplicationBuilder|IEndpointRouteBuilder|IHeaderDictionary|StatusCodes)\b")]
    private static partial Regex TheWeb();
}
