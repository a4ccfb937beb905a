using System.Reflection;
using System.Text.RegularExpressions;
using HtmxFlows.Pages.Workflows;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HtmxFlows.Tests.Rules;

/// <summary>Pages are resources: a form is sent to the address of what it changes, and the page models of workflows are small.</summary>
public sealed partial class PageModelRule
{
    const int MostLines = 80, MostDependencies = 5;

    static readonly Type[] Models = [.. typeof(EditModel).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(PageModel)))];

    public static TheoryData<string> Files => [.. Source.Files.Where(file => file.StartsWith("Pages/Workflows/", StringComparison.Ordinal) && file.EndsWith(".cshtml.cs", StringComparison.Ordinal))];

    [Fact]
    public void No_page_has_a_named_handler() => Assert.DoesNotContain(
        Models.SelectMany(model => model.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)), method => NamedHandler().IsMatch(method.Name));

    [Fact]
    public void No_view_refers_to_a_handler() => Assert.DoesNotContain(
        Source.Files.Where(file => file.EndsWith(".cshtml", StringComparison.Ordinal)).Select(Source.Read),
        view => view.Contains("page-handler", StringComparison.Ordinal) || view.Contains("handler=", StringComparison.Ordinal));

    [Fact]
    public void A_page_model_has_few_dependencies() =>
        Assert.All(Models.Where(model => model.Namespace!.StartsWith(typeof(EditModel).Namespace!, StringComparison.Ordinal)), model => Assert.InRange(model.GetConstructors().Single().GetParameters().Length, 0, MostDependencies));

    [Theory, MemberData(nameof(Files))]
    public void A_page_model_is_short(string file) => Assert.InRange(Source.Read(file).Count('\n'), 1, MostLines);

    [GeneratedRegex("^On(Get|Head|Post|Put|Patch|Delete)(?!Async$).")]
    private static partial Regex NamedHandler();
}
