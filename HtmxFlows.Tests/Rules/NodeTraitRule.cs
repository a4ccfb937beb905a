using System.Text.RegularExpressions;
using HtmxFlows.Data;
using HtmxFlows.Nodes;
using HtmxFlows.Tests.Nodes;
using HtmxFlows.Workflows;

namespace HtmxFlows.Tests.Rules;

/// <summary>The engine and everything above it ask node types for their traits, and name no node type.</summary>
public sealed class NodeTraitRule
{
    static readonly string[] Folders = ["Runs/", "Views/", "Web/", "Live/", "Api/", "Pages/"];

    public static TheoryData<string> Types => [.. NodeTypes.Catalogue.Types.Select(type => type.GetType().Name)];

    [Theory, MemberData(nameof(Types))]
    public void Engine_and_pages_name_no_node_type(string type) => Assert.DoesNotContain(Files, file => Names(Source.Read(file), type));

    [Fact]
    public void A_flow_tells_notes_placeholders_and_triggers_by_type_as_the_catalogue_does_by_role() => Assert.All(NodeTypes.Catalogue.Types, type =>
    {
        var node = new FlowNode("a", type.Name, "a", Json.EmptyObject);
        Assert.Equal((type.Role == NodeRole.Note, type.Role == NodeRole.Placeholder, type.Role == NodeRole.Trigger), (node.IsNote, node.IsPlaceholder, node.IsTrigger));
    });

    [Fact]
    public void A_name_of_a_node_type_is_recognized() => Assert.True(Names("if (type is NoteNode)", nameof(NoteNode)));

    static IEnumerable<string> Files
    {
        get
        {
            string[] files = [.. Source.Files.Where(file => Folders.Any(folder => file.StartsWith(folder, StringComparison.Ordinal)))];
            Assert.NotEmpty(files);
            return files;
        }
    }

    static bool Names(string code, string type) => Regex.IsMatch(code, $@"\b{type}\b");
}
