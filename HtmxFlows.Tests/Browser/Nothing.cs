namespace HtmxFlows.Tests.Browser;

static class Nothing
{
    /// <summary>Fails with every finding in full; <c>Assert.Empty</c> cuts them short.</summary>
    public static void In(IEnumerable<string> findings)
    {
        string[] all = [.. findings];
        if (all.Length > 0)
            Assert.Fail(string.Join('\n', all));
    }
}
