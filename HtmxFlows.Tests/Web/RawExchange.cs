using HtmxFlows.Tests.Live;

namespace HtmxFlows.Tests.Web;

/// <summary>A request as bytes on a bare socket, and all that comes back: for what no client would send.</summary>
static class RawExchange
{
    /// <param name="request">The request as it is sent; Latin-1.</param>
    /// <returns>What the server sent until it closed or cut the connection.</returns>
    public static async Task<string> Send(Uri app, string request)
    {
        using var viewer = await RawViewer.Send(app, request);
        return await viewer.ReadToEnd();
    }

    /// <summary>The status of an answer; 0 if there is none.</summary>
    public static int Status(string answer) => answer.StartsWith("HTTP/1.", StringComparison.Ordinal) ? int.Parse(answer.AsSpan(9, 3), System.Globalization.CultureInfo.InvariantCulture) : 0;
}
