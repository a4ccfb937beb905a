using HtmxFlows.Credentials;

namespace HtmxFlows.Tests.Credentials;

public sealed class HostPatternsTests
{
    [Theory]
    [InlineData("api.example.com", "https://api.example.com/x", true)]
    [InlineData("api.example.com", "https://API.example.com:8443/x", true)]
    [InlineData("api.example.com", "https://api.example.com.evil.test/", false)]
    [InlineData("api.example.com", "https://evil.test/api.example.com", false)]
    [InlineData("api.example.com", "https://xapi.example.com/", false)]
    [InlineData("*.example.com", "https://a.b.example.com/", true)]
    [InlineData("*.example.com", "https://example.com/", false)]
    [InlineData("*.example.com", "https://notexample.com/", false)]
    [InlineData("api.example.com:8443", "https://api.example.com:8443/", true)]
    [InlineData("api.example.com:8443", "https://api.example.com/", false)]
    [InlineData("Bücher.example", "https://bücher.example/", true)]
    [InlineData("bücher.example", "https://xn--bcher-kva.example/", true)]
    [InlineData("127.0.0.1:80, [::1]", "http://[::1]:5000/", true)]
    [InlineData("one.example two.example", "http://two.example/", true)]
    public void A_host_fits_its_patterns(string patterns, string url, bool fits) => Assert.Equal(fits, HostPatterns.Read(patterns).Hosts!.Match(new(url)));

    [Theory]
    [InlineData("*")]
    [InlineData("*.com")]
    [InlineData("https://api.example.com")]
    [InlineData("api.example.com/path")]
    [InlineData("api.*.com")]
    [InlineData("me@example.com")]
    [InlineData("example.com:0")]
    [InlineData("example.com:99999")]
    [InlineData("exa%6dple.com")]
    [InlineData("*.127.0.0.1")]
    public void Something_else_is_refused(string pattern) => Assert.StartsWith($"“{pattern}” is not a host.", HostPatterns.Read($"good.example {pattern}").Problem, StringComparison.Ordinal);

    [Fact]
    public void There_is_a_limit() => Assert.NotNull(HostPatterns.Read(string.Join(' ', Enumerable.Range(0, HostPatterns.Most + 1).Select(i => $"h{i}.example"))).Problem);

    [Theory]
    [InlineData("api.example.com", "api.example.com", true)]
    [InlineData("api.example.com", "*.example.com", true)]
    [InlineData("*.api.example.com", "*.example.com", true)]
    [InlineData("*.example.com", "api.example.com", false)]
    [InlineData("api.example.com other.example", "api.example.com", false)]
    [InlineData("api.example.com:8443", "api.example.com", true)]
    [InlineData("api.example.com", "api.example.com:8443", false)]
    [InlineData("", "api.example.com", false)]
    [InlineData("api.example.com", "", true)]
    public void Hosts_are_within_others(string hosts, string others, bool isWithin) => Assert.Equal(isWithin, HostPatterns.Read(hosts).Hosts!.IsWithin(HostPatterns.Read(others).Hosts!));
}
