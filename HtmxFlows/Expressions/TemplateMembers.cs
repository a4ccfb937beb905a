using System.Diagnostics.CodeAnalysis;
using HandlebarsDotNet;
using HandlebarsDotNet.Compiler;
using HandlebarsDotNet.IO;
using HandlebarsDotNet.Iterators;
using HandlebarsDotNet.MemberAccessors;
using HandlebarsDotNet.ObjectDescriptors;
using HandlebarsDotNet.PathStructure;

namespace HtmxFlows.Expressions;

/// <summary>Tells Handlebars what is in a value, and how to go through it: JSON, and no property of any .NET object.</summary>
sealed class TemplateMembers : IObjectDescriptorProvider
{
    static readonly IMemberAccessor Members = new Accessor();

    public bool TryGetDescriptor(Type type, [NotNullWhen(true)] out ObjectDescriptor? value)
    {
        value = new(type, Members, static (_, _) => Array.Empty<object>(), _ => IteratorOf(type));
        return true;
    }

    static IIterator IteratorOf(Type type) =>
        type == typeof(TemplateArray) ? new ReadOnlyListIterator<TemplateArray, object?>()
        : type == typeof(TemplateObject) ? new ReadOnlyDictionaryIterator<TemplateObject, string, object?>()
        : type == typeof(TemplateScope) ? new ReadOnlyDictionaryIterator<TemplateScope, string, object?>()
        : new Nowhere();

    sealed class Accessor : IMemberAccessor
    {
        public bool TryGetValue(object instance, ChainSegment memberName, out object? value) => TemplateValue.TryGetMember(instance, memberName.TrimmedValue, out value);
    }

    /// <summary>Goes through a value that has no items: a text, a number, the secrets.</summary>
    sealed class Nowhere : IIterator
    {
        public void Iterate(
            in EncodedTextWriter writer, BindingContext context, ChainSegment[] blockParamsVariables, object input, TemplateDelegate template, TemplateDelegate ifEmpty)
        {
            if (input is TemplateSecrets)
                throw TemplateSecrets.NoValue();
            using var frame = context.CreateFrame(context.Value);
            ifEmpty(writer, frame);
        }
    }
}

/// <summary>Writes values into a text as JSON; texts and whole numbers are written as they are.</summary>
sealed class TemplateFormatters : IFormatterProvider
{
    readonly AsJson json = new();

    public bool TryCreateFormatter(Type type, [NotNullWhen(true)] out IFormatter? formatter)
    {
        formatter = type.IsPrimitive && type != typeof(bool) ? null : json;
        return formatter is not null;
    }

    sealed class AsJson : IFormatter
    {
        public void Format<T>(T value, in EncodedTextWriter writer) => writer.Write(TemplateScope.Current.ToJsonText(value), encode: false);
    }
}
