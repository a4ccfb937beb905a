using System.Net.Http.Headers;

namespace HtmxFlows.Outbound;

/// <summary>The header by which a busy server says when to retry (RFC 9110, 10.2.3): a date, or seconds.</summary>
static class RetryAfter
{
    /// <returns>The moment; null if the server does not say, or nothing that can be read.</returns>
    public static DateTimeOffset? Read(string? header, DateTimeOffset now) =>
        RetryConditionHeaderValue.TryParse(header, out var after) ? after.Date ?? now + after.Delta : null;
}
