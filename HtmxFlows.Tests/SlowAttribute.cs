using Xunit.v3;

namespace HtmxFlows.Tests;

/// <summary>
/// Marks tests that drive a browser, put a proxy before the app, kill it, attack it or try thousands of random cases. The quick subset leaves
/// them out: <c>dotnet test --filter-not-trait Slow=true</c>.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class SlowAttribute : Attribute, ITraitAttribute
{
    public IReadOnlyCollection<KeyValuePair<string, string>> GetTraits() => [KeyValuePair.Create("Slow", "true")];
}
