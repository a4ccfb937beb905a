using System.Xml;
using System.Xml.XPath;
using HtmxFlows.Expressions;

namespace HtmxFlows.Nodes;

/// <summary>XML as a document, read without document types, entities of its own, and anything from elsewhere.</summary>
static class XmlText
{
    const int MostLevels = 256;

    static readonly XmlReaderSettings Closed = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };

    /// <summary>A document whose every step looks at the token, since a path may take as many as there are nodes times nodes.</summary>
    public static XPathNavigator Navigate(string xml, CancellationToken cancellation) =>
        Read(xml, reader => new CancellableNavigator(new XPathDocument(reader, XmlSpace.Preserve).CreateNavigator(), new(cancellation)), cancellation);

    /// <summary>The root element, with all names as they are written.</summary>
    public static XmlElement Root(string xml, CancellationToken cancellation) => Read(xml, Load, cancellation);

    static XmlElement Load(XmlReader reader)
    {
        var document = new XmlDocument { PreserveWhitespace = true, XmlResolver = null };
        document.Load(reader);
        return document.DocumentElement!;
    }

    static T Read<T>(string xml, Func<XmlReader, T> read, CancellationToken cancellation)
    {
        var text = LenientXml.WithoutProlog(xml);
        try
        {
            return Read(text, [], read, cancellation);
        }
        catch (XmlException error) when (LenientXml.HasDocumentType(text))
        {
            throw new NodeException("The XML has a document type (<!DOCTYPE …>), which is not supported unless it only has a public name, since it can load files and expand without limit. Remove it.", error);
        }
        catch (XmlException error)
        {
            return ReadRepaired(text, read, error, cancellation);
        }
    }

    /// <param name="prefixes">Prefixes that need no declaration; each stands for itself.</param>
    static T Read<T>(string text, IEnumerable<string> prefixes, Func<XmlReader, T> read, CancellationToken cancellation)
    {
        var names = new XmlNamespaceManager(new NameTable());
        foreach (var prefix in prefixes)
            names.AddNamespace(prefix, prefix);
        var context = new XmlParserContext(names.NameTable, names, null, XmlSpace.None);
        CheckDepth(text, context, cancellation);
        using var reader = XmlReader.Create(new StringReader(text), Closed, context);
        return read(reader);
    }

    /// <summary>Reads what feed readers accept too. If that is not XML either, the fault is the first one.</summary>
    static T ReadRepaired<T>(string text, Func<XmlReader, T> read, XmlException fault, CancellationToken cancellation)
    {
        try
        {
            return Read(LenientXml.Repair(text), LenientXml.Prefixes(text), read, cancellation);
        }
        catch (XmlException)
        {
            throw new NodeException($"The value is not valid XML: {fault.Message}", fault);
        }
    }

    static void CheckDepth(string xml, XmlParserContext context, CancellationToken cancellation)
    {
        using var reader = XmlReader.Create(new StringReader(xml), Closed, context);
        while (reader.Read())
        {
            cancellation.ThrowIfCancellationRequested();
            if (reader.Depth > MostLevels)
                throw new NodeException($"The XML nests deeper than {MostLevels} levels. Use a part of it.");
        }
    }
}
