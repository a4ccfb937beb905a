using Acornima.Ast;

namespace HtmxFlows.Scripts;

/// <summary>Measures a syntax tree without recursion: a sum of many terms is a deep tree, although the parser reads it in a loop.</summary>
static class ScriptDepth
{
    public static bool IsDeeperThan(int levels, Node root)
    {
        var open = new Stack<(Node Node, int Level)>([(root, 1)]);
        while (open.TryPop(out var next))
        {
            if (next.Level > levels)
                return true;
            foreach (var child in next.Node.ChildNodes)
                open.Push((child, next.Level + 1));
        }
        return false;
    }
}
