using System.Globalization;
using System.Linq.Expressions;
using HandlebarsDotNet;
using HandlebarsDotNet.Compiler;
using HandlebarsDotNet.Features;
using HandlebarsDotNet.Helpers;
using HandlebarsDotNet.PathStructure;
using HandlebarsDotNet.Runtime;
using HandlebarsDotNet.ValueProviders;
using HtmxFlows.Data;

namespace HtmxFlows.Expressions;

/// <summary>Gives Handlebars this product's helpers. What each one gives counts, and each looks whether the node was cancelled.</summary>
/// <param name="isInterpreted">Templates are interpreted instead of compiled to machine code.</param>
sealed class TemplateHelpers(bool isInterpreted) : IFeatureFactory, IFeature
{
    /// <summary>The helper that keeps a value; templates are not written with it.</summary>
    public const string Value = "$value";

    /// <summary>The block of a section, <c>{{#path}}</c>; templates are not written with it.</summary>
    public const string Section = "$section";

    /// <summary>The helper that reads a number; templates are not written with it.</summary>
    public const string Number = "$number";

    public IFeature CreateFeature() => this;

    public void OnCompiling(ICompiledHandlebarsConfiguration configuration)
    {
        if (isInterpreted)
            configuration.ExpressionCompiler = new Interpreter(configuration.ExpressionMiddlewares);
        Add("default", Default);
        Add("json", AsJson);
        Add("lookup", Lookup);
        Add(Value, Keep);
        Add(Number, arguments => Json.Parse((string)arguments[0]!));
        foreach (var encoding in ValueEncodings.All)
            Add(encoding.Name, arguments => encoding.Write(arguments.Length > 1 ? arguments[0] as string : null, TemplateValue.ToJson(arguments[arguments.Length - 1])));
        foreach (var function in FunctionCatalogue.Families.SelectMany(family => family.Functions).Where(function => function.Work is not null))
            configuration.Helpers[function.Name] = new Ref<IHelperDescriptor<HelperOptions>>(new FunctionHelper(function));
        foreach (var block in new IHelperDescriptor<BlockHelperOptions>[] { new With(), new SectionBlock() })
            configuration.BlockHelpers[block.Name] = new Ref<IHelperDescriptor<BlockHelperOptions>>(block);

        void Add(string name, Func<Arguments, object?> work) =>
            configuration.Helpers[name] = new Ref<IHelperDescriptor<HelperOptions>>(new Helper(name, work));
    }

    public void CompilationCompleted()
    {
    }

    static object? Default(Arguments arguments) =>
        arguments.Length != 2 ? throw new NodeException("`default` needs a value and its replacement, e.g. {{default input.name \"nobody\"}}.")
        : arguments[0] is UndefinedBindingResult or TemplateNothing or null ? arguments[1] : arguments[0];

    static string AsJson(Arguments arguments) =>
        arguments.Length != 1 || arguments[0] is HashParameterDictionary ? throw new NodeException("`json` needs one value, e.g. {{json input}}.")
        : TemplateScope.Current.ToJsonText(arguments[0]);

    static object? Lookup(Arguments arguments)
    {
        if (arguments.Length > 1 && arguments[1] is UndefinedBindingResult or TemplateNothing)
            TemplateValue.ToJson(arguments[1]);
        if (arguments.Length is not (2 or 3) || arguments[1] is not (string or long or int))
            throw new NodeException("`lookup` needs a value and a name or index in it, e.g. {{lookup input \"name\"}}.");
        var name = Convert.ToString(arguments[1], CultureInfo.InvariantCulture)!;
        return TemplateValue.TryGetMember(arguments[0], name, out var value) ? value
            : arguments.Length == 3 ? arguments[2]
            : new TemplateNothing(name);
    }

    static string Keep(Arguments arguments)
    {
        TemplateScope.Current.Captured = TemplateValue.ToJson(arguments[0]);
        return "";
    }

    sealed class Helper(string name, Func<Arguments, object?> work) : IHelperDescriptor<HelperOptions>
    {
        public PathInfo Name { get; } = name;

        public object? Invoke(in HelperOptions options, in Context context, in Arguments arguments)
        {
            var result = work(arguments);
            TemplateScope.Current.Count(result);
            return result;
        }

        public void Invoke(in EncodedTextWriter output, in HelperOptions options, in Context context, in Arguments arguments) =>
            output.Write(Invoke(options, context, arguments));
    }

    sealed class With : IHelperDescriptor<BlockHelperOptions>
    {
        public PathInfo Name { get; } = "with";

        public object Invoke(in BlockHelperOptions options, in Context context, in Arguments arguments) => this.ReturnInvoke(options, context, arguments);

        public void Invoke(in EncodedTextWriter output, in BlockHelperOptions options, in Context context, in Arguments arguments)
        {
            TemplateScope.Current.ThrowIfCancelled();
            if (arguments.Length != 1 || arguments[0] is HashParameterDictionary)
                throw new NodeException("`with` needs one value, e.g. {{#with input}}.");
            if (!HandlebarsUtils.IsTruthyOrNonEmpty(arguments[0]))
            {
                options.Inverse(output, context);
                return;
            }
            using var frame = options.CreateFrame(arguments[0]);
            var parameters = frame.BlockParams(options.BlockVariables);
            parameters[0] = arguments[0];
            options.Template(output, frame);
        }
    }

    /// <summary>Draws its content for each item of a list, with an object, text or number as the context, or as it is for true.</summary>
    sealed class SectionBlock : IHelperDescriptor<BlockHelperOptions>
    {
        public PathInfo Name { get; } = Section;

        public object Invoke(in BlockHelperOptions options, in Context context, in Arguments arguments) => this.ReturnInvoke(options, context, arguments);

        public void Invoke(in EncodedTextWriter output, in BlockHelperOptions options, in Context context, in Arguments arguments)
        {
            TemplateScope.Current.ThrowIfCancelled();
            if (!HandlebarsUtils.IsTruthyOrNonEmpty(arguments[0]))
                options.Inverse(output, context);
            else if (arguments[0] is TemplateArray items)
                Repeat(output, options, items);
            else if (arguments[0] is true)
                options.Template(output, context);
            else
                Draw(output, options, arguments[0]);
        }

        static void Draw(in EncodedTextWriter output, in BlockHelperOptions options, object? value)
        {
            using var frame = options.CreateFrame(value);
            options.Template(output, frame);
        }

        static void Repeat(in EncodedTextWriter output, in BlockHelperOptions options, TemplateArray items)
        {
            using var frame = options.CreateFrame();
            var values = new IteratorValues(frame);
            foreach (var (index, item) in items.Index())
            {
                (values.Index, values.First, values.Last, values.Value) = (index, index == 0, index == items.Count - 1, item);
                frame.Value = item;
                options.Template(output, frame);
            }
        }
    }

    sealed class Interpreter(IEnumerable<IExpressionMiddleware> middlewares) : IExpressionCompiler
    {
        public T Compile<T>(Expression<T> expression)
            where T : class, Delegate =>
            middlewares.Aggregate(expression, (current, middleware) => middleware.Invoke(current)).Compile(preferInterpretation: true);
    }
}
