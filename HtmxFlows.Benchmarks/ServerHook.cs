using System.Globalization;
using HtmxFlows.Benchmarks;

/// <summary>.NET calls this inside the measured server before its own <c>Main</c> (DOTNET_STARTUP_HOOKS), so that the app needs no door for measurements.</summary>
static class StartupHook
{
    public static void Initialize()
    {
        Moments.WatchHost();
        new Thread(ServerHook.Listen) { IsBackground = true }.Start();
    }
}

namespace HtmxFlows.Benchmarks
{
    /// <summary>Does inside the server what a line of its standard input asks for, and answers by a line.</summary>
    static class ServerHook
    {
        public const string Settle = "settle", Settled = "settled: ", Tell = "tell", Told = "told: ";

        public static void Listen()
        {
            while (Console.ReadLine() is { } request)
                Console.WriteLine(request == Settle ? Settled + Collect() : Told + Moments.Write());
        }

        /// <summary>Collects all garbage.</summary>
        /// <returns>How many bytes of objects there are then.</returns>
        static string Collect()
        {
            for (var i = 0; i < 3; i++)
            {
                GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
                GC.WaitForPendingFinalizers();
            }
            return GC.GetTotalMemory(forceFullCollection: true).ToString(CultureInfo.InvariantCulture);
        }
    }
}
