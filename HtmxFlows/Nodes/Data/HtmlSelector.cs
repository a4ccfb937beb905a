using System.Buffers;
using AngleSharp.Css;
using AngleSharp.Css.Dom;
using AngleSharp.Css.Parser;
using AngleSharp.Dom;
using HtmxFlows.Data;
using HtmxFlows.Expressions;

namespace HtmxFlows.Nodes;

/// <summary>
/// A CSS selector. The library tries every way through the page for one with several parts, which takes time with the power of their number.
/// Here each part is tried once per element, and the token is checked. The library matches the content of brackets, within a limit.
/// </summary>
sealed class HtmlSelector
{
    /// <summary>The longest selector, in characters.</summary>
    public const int Longest = 1000;

    /// <summary>How many parts a selector may have, with blanks, &gt;, + or ~ between them.</summary>
    public const int MostParts = 64;

    /// <summary>How many steps the content of brackets, as in <c>:has(…)</c>, may use for one element.</summary>
    public const double MostInnerSteps = 50_000_000;

    readonly Way[] ways;
    readonly string text;
    readonly HtmlSelectorCost cost;

    HtmlSelector(string text, Way[] ways) => (this.text, this.ways, cost) = (text, ways, HtmlSelectorCost.Of(text));

    /// <summary>One of the selectors between commas: its parts, and the combinators between them.</summary>
    sealed record Way(ISelector[] Parts, string[] Symbols);

    /// <returns>Null if it is none that can be used.</returns>
    public static HtmlSelector? Parse(string text)
    {
        if (text.Length > Longest || new CssSelectorParser().ParseSelector(text) is not { } selector)
            return null;
        var ways = Ways(selector).ToArray();
        return ways.All(way => way.Parts.Length <= MostParts && way.Symbols.All(symbol => symbol is " " or ">" or "+" or "~")) ? new(text, ways) : null;
    }

    /// <summary>The elements within another that match, in their order.</summary>
    /// <exception cref="NodeException">The content of brackets takes too long for this page.</exception>
    public IEnumerable<IElement> Matching(IElement within, HtmlPage page, CancellationToken cancellation)
    {
        if (cost.For(page) > MostInnerSteps)
            throw new NodeException($"The brackets in the selector “{Excerpt.Of(text)}” take too long on a page of {page.Elements} elements. Use a simpler selector, or extract a part of the page first.");
        var search = new Search(within, cancellation);
        return HtmlText.Descendants(within).WithCancellation(cancellation).Where(element => ways.Any(way => search.Matches(way, way.Parts.Length - 1, element)));
    }

    static IEnumerable<Way> Ways(ISelector selector)
    {
        var seen = new Structure();
        selector.Accept(seen);
        return seen.Alternatives?.SelectMany(Ways) ?? [seen.Way ?? new([selector], [])];
    }

    /// <summary>Looks from the last part to the first, and remembers what it has not found.</summary>
    sealed class Search(IElement scope, CancellationToken cancellation)
    {
        readonly Dictionary<(Way, IElement), ulong> failed = [];

        public bool Matches(Way way, int part, IElement element)
        {
            cancellation.ThrowIfCancellationRequested();
            if (part == way.Parts.Length - 1)
                return way.Parts[part].Match(element, scope) && (part == 0 || Before(way, part, element).Any(next => Matches(way, part - 1, next)));
            var known = failed.GetValueOrDefault((way, element));
            if ((known >> part & 1) != 0)
                return false;
            if (way.Parts[part].Match(element, scope) && (part == 0 || Before(way, part, element).Any(next => Matches(way, part - 1, next))))
                return true;
            failed[(way, element)] = known | 1UL << part | failed.GetValueOrDefault((way, element));
            return false;
        }

        /// <summary>The elements that the part before may match.</summary>
        static IEnumerable<IElement> Before(Way way, int part, IElement element) => way.Symbols[part - 1] switch
        {
            ">" => element.ParentElement is { } parent ? [parent] : [],
            "+" => Siblings(element).TakeLast(1),
            "~" => Siblings(element),
            _ => Ancestors(element),
        };

        static IEnumerable<IElement> Ancestors(IElement element)
        {
            for (var at = element.ParentElement; at is not null; at = at.ParentElement)
                yield return at;
        }

        // From the first on: to ask an element for the one before it takes as long as there are siblings.
        static IEnumerable<IElement> Siblings(IElement element) => (element.Parent?.ChildNodes.OfType<IElement>() ?? []).TakeWhile(sibling => sibling != element);
    }

    sealed class Structure : ISelectorVisitor
    {
        public IEnumerable<ISelector>? Alternatives { get; private set; }

        public Way? Way { get; private set; }

        public void List(IEnumerable<ISelector> selectors) => Alternatives = selectors;

        public void Combinator(IEnumerable<ISelector> selectors, IEnumerable<string> symbols) => Way = new([.. selectors], [.. symbols]);

        public void Attribute(string name, string op, string? value) { }

        public void Type(string name) { }

        public void Id(string value) { }

        public void Child(string name, int step, int offset, ISelector selector) { }

        public void Class(string name) { }

        public void PseudoClass(string name) { }

        public void PseudoElement(string name) { }

        public void Many(IEnumerable<ISelector> selectors) { }
    }
}

/// <summary>How large a page is.</summary>
/// <param name="Root">Its outermost element.</param>
/// <param name="Elements">How many there are.</param>
/// <param name="Levels">How deep they nest.</param>
sealed record HtmlPage(IElement Root, int Elements, int Levels)
{
    public static HtmlPage Of(IElement root, CancellationToken cancellation)
    {
        var (elements, levels) = (0, 0);
        var open = new Stack<(IElement Element, int Level)>([(root, 1)]);
        while (open.TryPop(out var next))
        {
            cancellation.ThrowIfCancellationRequested();
            (elements, levels) = (elements + 1, Math.Max(levels, next.Level));
            foreach (var child in next.Element.ChildNodes.OfType<IElement>())
                open.Push((child, next.Level + 1));
        }
        return new(root, elements, levels);
    }
}

/// <summary>The work of the library for one element because of the brackets in a selector.</summary>
/// <param name="Pages">How often it goes over all elements, one time within the other.</param>
/// <param name="Levels">How often it goes over all elements around one.</param>
readonly record struct HtmlSelectorCost(int Pages, int Levels)
{
    public double For(HtmlPage page) => Math.Pow(page.Elements, Pages) * Math.Pow(page.Levels, Levels);

    public static HtmlSelectorCost Of(string text)
    {
        var (pages, levels, depth, quote) = (0, 0, 0, '\0');
        for (var at = 0; at < text.Length; at++)
        {
            var letter = text[at];
            if (quote != '\0')
                quote = letter == quote ? '\0' : quote;
            else if (letter is '"' or '\'')
                quote = letter;
            else if (letter is '(' or '[')
                depth++;
            else if (letter is ')' or ']')
                depth--;
            else if (letter == ':' && text.AsSpan(at + 1).StartsWith("has(", StringComparison.OrdinalIgnoreCase))
                pages++;
            else if (depth > 0 && (letter is ':' or '~' || letter == '+' && !char.IsAsciiDigit(Next(text, at))))
                pages++;
            else if (depth > 0 && char.IsWhiteSpace(letter) && !Ends.Contains(text[at - 1]) && !Ends.Contains(Next(text, at)))
                levels++;
            if (letter == '\\')
                at++;
        }
        return new(pages, levels);
    }

    // Blanks beside these separate nothing.
    static readonly SearchValues<char> Ends = SearchValues.Create("(),>+~ \t\n0123456789");

    static char Next(string text, int at) => text.AsSpan(at + 1).TrimStart() is [var letter, ..] ? letter : ')';
}
