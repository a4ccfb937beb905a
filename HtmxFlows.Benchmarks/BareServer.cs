namespace HtmxFlows.Benchmarks;
static class BareServer { public const string Argument = "bare-server"; public static Task<int> Serve(string frames) => Task.FromResult(0); }
