namespace HtmxFlows.Tests.Browser;

/// <summary>Every page of the app, in every state that looks different, and the way there.</summary>
sealed class Places
{
    readonly Dictionary<string, string> addresses = [];

    /// <summary>The pages by name; the ways begin in a browser that has been nowhere.</summary>
    public static IReadOnlyDictionary<string, Func<Visitor, Places, Task>> All { get; } = new Dictionary<string, Func<Visitor, Places, Task>>
    {
        ["the list of workflows"] = At("/"),
        ["a search that finds nothing"] = At("/?q=nothing"),
        ["a new workflow"] = At("/workflows/new"),
        ["an import"] = At("/workflows/import"),
        ["an import with problems"] = async (visitor, _) =>
        {
            visitor.Expected.Add(422);
            await visitor.Go("/workflows/import");
            await visitor.Page.GetByLabel("Or paste its JSON").FillAsync(Flows.Broken);
            await visitor.Press("Import");
            await visitor.Page.GetByRole(Microsoft.Playwright.AriaRole.Alert).WaitForAsync();
        },
        ["a workflow that has run"] = At("workflow"),
        ["a workflow that has never run"] = At("idle"),
        ["an editor"] = At("workflow", "/edit"),
        ["an editor with problems"] = async (visitor, places) =>
        {
            visitor.Expected.Add(422);
            await visitor.Go(places.addresses["workflow"] + "/edit");
            await visitor.Page.GetByLabel("Flow, as JSON").FillAsync(Flows.Broken);
            await visitor.Press("Save");
            await visitor.Page.GetByRole(Microsoft.Playwright.AriaRole.Alert).WaitForAsync();
        },
        ["a deletion"] = At("workflow", "/delete"),
        ["the list of runs"] = At("/runs"),
        ["a list of no runs"] = At("/runs?status=queued"),
        ["the catalogue of nodes"] = At("/nodes"),
        ["an address of nothing"] = (visitor, _) =>
        {
            visitor.Expected.Add(404);
            return visitor.Go("/nothing/here");
        },
        ["a live run"] = async (visitor, places) =>
        {
            await visitor.Go(places.addresses["live"]);
            await visitor.SeeNode("Rest", "waiting");
        },
        ["a completed run"] = At("completed"),
        ["a failed run"] = At("failed"),
        ["a cancelled run"] = At("cancelled"),
        ["the log of a run, alone"] = At("completed", "/log"),
    };

    /// <summary>Makes the workflows and runs that the pages are about.</summary>
    public static async Task<Places> Furnish(Visitor visitor)
    {
        var places = new Places();
        places.addresses["idle"] = await visitor.Import(Flows.Echo);
        places.addresses["workflow"] = await visitor.Import(Flows.LongRest);
        places.addresses["live"] = await visitor.Run("stay a while, and look at everything that there is to be seen");
        await visitor.Go(places.addresses["workflow"]);
        places.addresses["cancelled"] = await visitor.Run("stop");
        await visitor.Press("Cancel");
        await visitor.SeeEnd("cancelled");
        await visitor.Import(Flows.Failing);
        places.addresses["failed"] = await visitor.Run("coffee");
        await visitor.SeeEnd("failed");
        await visitor.Go("/?q=two+readers");
        await visitor.Page.GetByLabel("Prompt for Two readers").FillAsync("one of everything, please");
        await visitor.Press("Run Two readers");
        await visitor.SeeEnd("completed");
        places.addresses["completed"] = visitor.Page.Url;
        return places;
    }

    static Func<Visitor, Places, Task> At(string place, string rest = "") => (visitor, places) => visitor.Go(places.addresses.GetValueOrDefault(place, place) + rest);
}
