using System.Xml;
using System.Xml.XPath;
using HtmxFlows.Expressions;

namespace HtmxFlows.Nodes;

/// <summary>What a path has used: it ends when nobody wants its result any more, or when it has taken too much text out of the document.</summary>
sealed class PathBudget(CancellationToken cancellation)
{
    /// <summary>How much text the paths of one node may take out of a document, in characters: functions copy what they get.</summary>
    public const long MostText = 64L * 1024 * 1024;

    long taken;

    public void Step() => cancellation.ThrowIfCancellationRequested();

    public string Take(string text) => (taken += text.Length) <= MostText ? text
        : throw new NodeException($"The paths extract more than {MostText:N0} characters of text, the limit. Use paths to smaller parts.");
}

/// <summary>A navigator that counts what is done with it.</summary>
sealed class CancellableNavigator(XPathNavigator inner, PathBudget budget) : XPathNavigator
{
    XPathNavigator Inner
    {
        get
        {
            budget.Step();
            return inner;
        }
    }

    public override string BaseURI => inner.BaseURI;
    public override bool IsEmptyElement => inner.IsEmptyElement;
    public override string LocalName => inner.LocalName;
    public override string Name => inner.Name;
    public override XmlNameTable NameTable => inner.NameTable;
    public override string NamespaceURI => inner.NamespaceURI;
    public override XPathNodeType NodeType => inner.NodeType;
    public override string Prefix => inner.Prefix;
    public override string Value => budget.Take(Inner.Value);

    public override XPathNavigator Clone() => new CancellableNavigator(inner.Clone(), budget);
    public override XmlNodeOrder ComparePosition(XPathNavigator? nav) => Inner.ComparePosition((nav as CancellableNavigator)?.Inner);
    public override bool IsSamePosition(XPathNavigator other) => other is CancellableNavigator cancellable && inner.IsSamePosition(cancellable.Inner);
    public override bool MoveTo(XPathNavigator other) => other is CancellableNavigator cancellable && inner.MoveTo(cancellable.Inner);
    public override bool MoveToFirstAttribute() => Inner.MoveToFirstAttribute();
    public override bool MoveToFirstChild() => Inner.MoveToFirstChild();
    public override bool MoveToFirstNamespace(XPathNamespaceScope namespaceScope) => Inner.MoveToFirstNamespace(namespaceScope);
    public override bool MoveToId(string id) => Inner.MoveToId(id);
    public override bool MoveToNext() => Inner.MoveToNext();
    public override bool MoveToNextAttribute() => Inner.MoveToNextAttribute();
    public override bool MoveToNextNamespace(XPathNamespaceScope namespaceScope) => Inner.MoveToNextNamespace(namespaceScope);
    public override bool MoveToParent() => Inner.MoveToParent();
    public override bool MoveToPrevious() => Inner.MoveToPrevious();
}
