using HtmxFlows.Web;

namespace HtmxFlows.Live;

static class LiveSetup
{
    /// <summary>Registers the streams and the pages that follow runs. They need the runs.</summary>
    public static IServiceCollection AddLive(this IServiceCollection services) => services
        .AddSingleton<RunReader>().AddSingleton<RunFrames>().AddSingleton<RunFeeds>().AddSingleton<RunFollower>()
        .AddSingleton<StreamSlots>().AddSingleton<StreamResponses>().AddSingleton<RunEventsResponse>().AddSingleton<ChatEventsResponse>().AddSingleton<LogPage>().AddSingleton<Freshness>();
}
