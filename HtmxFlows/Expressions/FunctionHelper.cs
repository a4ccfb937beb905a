using System.Text.Json;
using HandlebarsDotNet;
using HandlebarsDotNet.Helpers;
using HandlebarsDotNet.PathStructure;

namespace HtmxFlows.Expressions;

/// <summary>Calls a function. Its name without a value after it is a path: a node may have that name, in another letter case too.</summary>
sealed class FunctionHelper(Function function) : IHelperDescriptor<HelperOptions>
{
    public PathInfo Name { get; } = function.Name;

    public object? Invoke(in HelperOptions options, in Context context, in Arguments arguments)
    {
        if (arguments.Length == 0 && PathResolver.ResolvePath(options.Frame, options.Name) is var value && (value is not UndefinedBindingResult || function.Least > 0))
            return value;
        var scope = TemplateScope.Current;
        scope.ThrowIfCancelled();
        var values = new JsonElement[arguments.Length];
        for (var index = 0; index < values.Length; index++)
            values[index] = TemplateValue.ToJson(arguments[index]);
        var result = function.Work!(new(function, values, scope));
        scope.Count(result);
        return TemplateValue.From(result, scope);
    }

    public void Invoke(in EncodedTextWriter output, in HelperOptions options, in Context context, in Arguments arguments) =>
        output.Write(Invoke(options, context, arguments));
}
