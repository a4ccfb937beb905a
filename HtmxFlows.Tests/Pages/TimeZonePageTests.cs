using System.Net;
using HtmxFlows.Tests.Web;

namespace HtmxFlows.Tests.Pages;

public sealed class TimeZonePageTests(App app)
{
    [Fact]
    public async Task Times_are_shown_in_the_zone_that_was_chosen()
    {
        using var visitor = app.Visit();
        var page = await visitor.Open("/time-zone");

        var saved = await visitor.Submit(page.Form("/time-zone"), new Dictionary<string, string> { ["zone"] = "Asia/Tokyo" });

        Assert.Equal(HttpStatusCode.OK, saved.Status);
        Assert.Equal("Asia/Tokyo", (await visitor.Open("/time-zone")).One("option[selected]").GetAttribute("value"));
    }

    [Fact]
    public async Task An_unknown_zone_is_a_400_with_a_sentence_and_changes_nothing()
    {
        using var visitor = app.Visit();
        var form = (await visitor.Open("/time-zone")).Form("/time-zone");
        form.QuerySelector("option")!.SetAttribute("value", "Mars/North");

        var refused = await visitor.Submit(form, new Dictionary<string, string> { ["zone"] = "Mars/North" });

        Assert.Equal((HttpStatusCode.BadRequest, "There is no time zone “Mars/North”. Choose one from the list."), (refused.Status, refused.One("[role=alert]").Words()));
        Assert.Empty((await visitor.Open("/time-zone")).All("option[selected]"));
    }
}
