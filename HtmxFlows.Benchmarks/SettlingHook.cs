using System.Globalization;
using HtmxFlows.Benchmarks;

/// <summary>.NET calls this inside the measured server before its own <c>Main</c> (DOTNET_STARTUP_HOOKS), so that the app needs no door for measurements.</summary>
static class StartupHook
{
    public static void Initialize() => new Thread(SettlingHook.Listen) { IsBackground = true }.Start();
}

namespace HtmxFlows.Benchmarks
{
    /// <summary>Collects all garbage whenever a line of the standard input asks for it.</summary>
    static class SettlingHook
    {
        public const string Request = "settle", Answer = "settled: ";

        public static void Listen()
        {
            while (Console.ReadLine() is Request)
            {
                for (var i = 0; i < 3; i++)
                {
                    GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
                    GC.WaitForPendingFinalizers();
                }
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Answer}{GC.GetTotalMemory(forceFullCollection: true)}"));
            }
        }
    }
}
