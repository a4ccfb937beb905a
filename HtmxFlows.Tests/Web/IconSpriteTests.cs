using System.Text.RegularExpressions;
using System.Xml.Linq;
using HtmxFlows.Tests.Nodes;
using HtmxFlows.Tests.Rules;

namespace HtmxFlows.Tests.Web;

public sealed partial class IconSpriteTests
{
    static readonly HashSet<string> Symbols =
        [.. XDocument.Parse(Source.Read("wwwroot/icons.svg")).Descendants("{http://www.w3.org/2000/svg}symbol").Select(symbol => symbol.Attribute("id")!.Value)];

    [Fact]
    public void Every_node_type_has_a_symbol() => Assert.All(NodeTypes.Catalogue.Types, type => Assert.Contains(type.Name, Symbols));

    [Fact]
    public void Every_icon_that_a_page_names_has_a_symbol() => Assert.All(
        Source.Files.Where(file => file.EndsWith(".cshtml", StringComparison.Ordinal)).SelectMany(file => Icon().Matches(Source.Read(file)).Select(match => match.Groups[1].Value)),
        name => Assert.Contains(name, Symbols));

    [GeneratedRegex("""<icon name="([a-z-]+)""")]
    private static partial Regex Icon();
}
