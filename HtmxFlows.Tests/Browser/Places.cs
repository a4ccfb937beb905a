using System.Text.Json.Nodes;

namespace HtmxFlows.Tests.Browser;

/// <summary>Every page of the app, in every state that looks different, and how to open it.</summary>
sealed class Places
{
    readonly Dictionary<string, string> addresses = [];

    /// <summary>The pages by name, each opened in a new profile.</summary>
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
            await visitor.Page.GetByLabel("Or paste JSON").FillAsync(Flows.Broken);
            await visitor.Press("Import");
            await visitor.Page.GetByRole(Microsoft.Playwright.AriaRole.Alert).WaitForAsync();
        },
        ["a workflow that has run"] = At("workflow"),
        ["a workflow that has never run"] = At("idle"),
        ["a workflow that is searched"] = At("workflow", "?find=rest&zoom=fit"),
        ["a workflow as an outline"] = At("workflow", "?view=outline&find=rest"),
        ["the versions of a workflow, two of them compared"] = At("idle", "/versions?from=1&to=2"),
        ["a version of a workflow"] = At("workflow", "/versions/1"),
        ["an editor"] = At("edited", "/edit"),
        ["an editor of nothing yet"] = At("blank", "/edit"),
        ["an editor that draws an outline"] = At("edited", "/edit?view=outline&node=call"),
        ["an editor with problems"] = At("broken", "/edit"),
        ["an editor of a node with a problem"] = At("broken", "/edit?node=one"),
        ["an editor of a node of no known type"] = At("broken", "/edit?node=two"),
        ["an editor of a node with rows"] = At("edited", "/edit?node=call"),
        ["an editor of a node that was tried and is pinned"] = async (visitor, places) =>
        {
            await visitor.Go(places.addresses["edited"] + "/edit?node=greet&into=template");
            await visitor.Press("Test");
            await visitor.Page.Locator(".trial-result").WaitForAsync();
        },
        ["an editor of the data of a node"] = At("edited", "/edit?node=greet&tab=output&data=tree"),
        ["an editor of an edge"] = At("edited", "/edit?edge=e1"),
        ["an editor that asks what to add"] = At("edited", "/edit?add=alone"),
        ["an editor that asks what to put in the place of a node"] = At("edited", "/edit?node=greet&panel=replace"),
        ["an editor that shows how a node is connected"] = At("edited", "/edit?node=odd&tab=connections"),
        ["an editor that shows the settings of a node"] = At("edited", "/edit?node=odd&tab=settings"),
        ["an editor of several nodes"] = At("edited", "/edit?panel=nodes"),
        ["an editor of a workflow's settings"] = At("edited", "/edit?panel=settings"),
        ["an editor that publishes"] = At("edited", "/edit?panel=publish"),
        ["an editor that runs its draft"] = At("edited", "/edit?panel=run"),
        ["an editor of a draft that someone else has changed"] = async (visitor, _) =>
        {
            await visitor.Go(await visitor.Import(Flows.Echo) + "/edit?node=say");
            var other = await visitor.OpenTab();
            await other.Go(visitor.Page.Url);
            await other.Change("Label", "Of the other");
            visitor.Expected.Add(409);
            await visitor.Page.GetByRole(Microsoft.Playwright.AriaRole.Textbox, new() { Name = "Label" }).FillAsync("Mine");
            await visitor.Save();
            await visitor.Page.GetByRole(Microsoft.Playwright.AriaRole.Alert).WaitForAsync();
        },
        ["an editor of JSON with problems"] = async (visitor, places) =>
        {
            visitor.Expected.Add(422);
            await visitor.Go(places.addresses["workflow"] + "/draft/json");
            await visitor.Page.GetByLabel("Name").FillAsync(" ");
            await visitor.Page.GetByLabel("Flow, as JSON").FillAsync("{");
            await visitor.Press("Save draft");
            await visitor.Page.GetByRole(Microsoft.Playwright.AriaRole.Alert).WaitForAsync();
        },
        ["the triggers of a workflow that was called"] = At("called", "/deliveries"),
        ["the triggers of a workflow without any"] = At("workflow", "/deliveries"),
        ["a workflow that starts with a trigger"] = At("called"),
        ["the triggers of a workflow that starts at times"] = At("scheduled", "/deliveries"),
        ["an editor of a schedule"] = At("scheduled", "/edit?node=clock"),
        ["the triggers of a workflow that is a form"] = At("form-workflow", "/deliveries"),
        ["a public form"] = At("form"),
        ["a public form that was refused"] = async (visitor, places) =>
        {
            visitor.Expected.Add(422);
            await visitor.Go(places.addresses["form"]);
            await visitor.Page.Locator("main form").EvaluateAsync("form => form.noValidate = true");
            await visitor.Press("Send");
            await visitor.Page.GetByRole(Microsoft.Playwright.AriaRole.Alert).WaitForAsync();
        },
        ["a public form that was sent"] = async (visitor, places) =>
        {
            await visitor.Go(places.addresses["form"]);
            await visitor.Page.GetByLabel("Your name").FillAsync("Ada");
            await visitor.Press("Send");
            await visitor.Page.GetByText("Thank you, Ada.").WaitForAsync();
        },
        ["a public chat"] = At("chat"),
        ["a public chat with an answer"] = async (visitor, places) =>
        {
            await Said(visitor, places, "Hello");
            await visitor.Page.GetByText("You said Hello.").WaitForAsync();
        },
        ["a public chat that asks"] = async (visitor, places) =>
        {
            await Said(visitor, places, "Where is my order?");
            await visitor.Page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Yes, please" }).WaitForAsync();
        },
        ["a public chat that refused a message"] = async (visitor, places) =>
        {
            visitor.Expected.Add(422);
            await Said(visitor, places, " ");
            await visitor.Page.GetByRole(Microsoft.Playwright.AriaRole.Alert).WaitForAsync();
        },
        ["an editor of a chat"] = At("chat-workflow", "/edit?node=chat"),
        ["an editor of a trigger"] = At("called", "/edit?node=hook"),
        ["the API of a workflow"] = At("workflow", "/api"),
        ["the runs of a workflow"] = At("workflow", "/runs"),
        ["the tags of a workflow"] = At("workflow", "/tags"),
        ["a workflow whose menu is open"] = async (visitor, places) =>
        {
            await visitor.Go(places.addresses["workflow"]);
            await visitor.Page.Locator(".drop > summary").ClickAsync();
        },
        ["a description for a model"] = At("/workflows/description"),
        ["the archive"] = At("/?archived=true"),
        ["a search for everything"] = At("/search?q=rest"),
        ["the inbox"] = At("/inbox"),
        ["a deletion"] = At("workflow", "/delete"),
        ["the list of runs"] = At("/runs"),
        ["the list of runs, filtered by all that there is"] = At("/runs?q=e&status=completed&trigger=form&subruns=true&after=2020-01-01T00:00"),
        ["a list of runs with some selected"] = async (visitor, _) =>
        {
            await visitor.Go("/runs");
            await visitor.Page.Locator("input[name=run]").First.CheckAsync();
        },
        ["a bulk deletion"] = At("/runs/bulk?action=delete"),
        ["a list of no runs"] = At("/runs?status=queued"),
        ["the catalogue of nodes, every example open"] = async (visitor, _) =>
        {
            await visitor.Go("/nodes?q=compute");
            await visitor.Page.EvaluateAsync("document.querySelectorAll('details').forEach(details => details.open = true)");
        },
        ["a node from a curl command"] = async (visitor, _) =>
        {
            await visitor.Go("/nodes/curl");
            await visitor.Page.GetByLabel("Command").FillAsync("curl -k https://example.com -d a=1");
            await visitor.Press("Create node");
            await visitor.Page.Locator(".gives").WaitForAsync();
        },
        ["the collections of the store"] = At("/store"),
        ["a collection of the store"] = At("/store/birds"),
        ["the files"] = At("/files"),
        ["a new entry of the store"] = At("/entry"),
        ["an entry of the store"] = At("/entry?collection=birds&key=robin"),
        ["an entry of the store with a problem"] = async (visitor, _) =>
        {
            visitor.Expected.Add(422);
            await visitor.Go("/entry?collection=birds&key=robin");
            await visitor.Page.GetByLabel("Value").FillAsync("{");
            await visitor.Press("Save");
            await visitor.Page.Locator(".problem").WaitForAsync();
        },
        ["a deletion from the store"] = At("/entry/deletion?collection=birds&key=robin"),
        ["the catalogue of nodes"] = At("/nodes"),
        ["the templates"] = At("/templates"),
        ["a template"] = At("/templates/triage"),
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
        ["a run with the inspector of a node"] = At("completed", "?node=letters"),
        ["a failed run with the inspector of the node that failed"] = At("failed", "?node=refuse"),
        ["a run with its steps unfolded"] = async (visitor, places) =>
        {
            await visitor.Go(places.addresses["completed"]);
            await visitor.Page.Locator(".current .fold summary").ClickAsync();
        },
        ["a run with a strip of items, one of them in the inspector"] = At("items", "?node=each&item=2"),
        ["the time zone"] = At("/time-zone"),
        ["the people of an open server"] = At("/people"),
        ["the first owner"] = At("/people/new"),
        ["the account of nobody"] = At("/account"),
        ["the credentials"] = At("/credentials"),
        ["the kinds of credentials"] = At("/credentials/new"),
        ["a new credential"] = At("/credentials/new?kind=oauth2-code"),
        ["a credential"] = At("credential"),
        ["the test of a credential"] = At("credential", "/trial"),
        ["the deletion of a credential"] = At("credential", "/deletion"),
        ["a credential with problems"] = async (visitor, places) =>
        {
            visitor.Expected.Add(422);
            await visitor.Go(places.addresses["credential"]);
            await visitor.Page.GetByLabel("Hosts").FillAsync("https://x");
            await visitor.Press("Save");
            await visitor.Page.Locator("#hosts-help.problem").WaitForAsync();
        },
        ["an account that was not connected"] = (visitor, _) =>
        {
            visitor.Expected.Add(400);
            return visitor.Go("/credentials/callback?state=unknown&code=x");
        },
        ["the audit log of an open server"] = At("/audit"),
        ["a set-up that is over"] = (visitor, _) =>
        {
            visitor.Expected.Add(403);
            return visitor.Go("/setup");
        },
        ["the log of a run, alone"] = At("completed", "/log"),
        ["the nodes of a run"] = At("completed", "/nodes"),
        ["a run to be retried from a node"] = At("completed", "/retry?from=letters"),
        ["a run that asks a person"] = async (visitor, places) =>
        {
            await visitor.Go(places.addresses["asking"]);
            await Question(visitor).WaitForAsync();
        },
        ["a question at an address of its own"] = (visitor, places) => Asked(visitor, places, "asking"),
        ["a question whose answer was refused"] = async (visitor, places) =>
        {
            visitor.Expected.Add(422);
            await Asked(visitor, places, "asking");
            await Question(visitor).EvaluateAsync("form => form.noValidate = true");
            await visitor.Press("Approve");
            await visitor.Page.GetByText("Reason is required.").WaitForAsync();
        },
        ["a question that was answered"] = (visitor, places) => visitor.Go(places.addresses["answered"]),
    };

    /// <summary>Creates the workflows and runs that the pages show.</summary>
    public static async Task<Places> Furnish(Visitor visitor)
    {
        var places = new Places();
        places.addresses["idle"] = await visitor.Import(Flows.Echo);
        await Change(visitor, places.addresses["idle"]);
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
        await visitor.Page.GetByRole(Microsoft.Playwright.AriaRole.Link, new() { Name = "Run Two readers" }).ClickAsync();
        await visitor.Run("one of everything, please");
        await visitor.SeeEnd("completed");
        places.addresses["completed"] = visitor.Page.Url;
        await visitor.Import(Flows.Asking);
        places.addresses["asking"] = await visitor.Run("the news");
        await visitor.Page.GoBackAsync();
        await visitor.Run("old news");
        await Alone(visitor);
        places.addresses["answered"] = visitor.Page.Url;
        await visitor.Page.GetByLabel("Reason").FillAsync("too old");
        await visitor.Press("Reject");
        await visitor.SeeEnd("completed");
        places.addresses["scheduled"] = await visitor.Import(Flows.Scheduled);
        places.addresses["form-workflow"] = await visitor.Import(Flows.PublicForm);
        await visitor.Go(places.addresses["form-workflow"] + "/deliveries");
        places.addresses["form"] = new Uri(await visitor.Page.Locator(".trigger pre").First.InnerTextAsync()).AbsolutePath;
        places.addresses["chat-workflow"] = await visitor.Import(Flows.PublicChat);
        await visitor.Go(places.addresses["chat-workflow"] + "/deliveries");
        places.addresses["chat"] = new Uri(await visitor.Page.Locator(".trigger pre").First.InnerTextAsync()).AbsolutePath;
        places.addresses["called"] = await visitor.Import(Flows.Called);
        await visitor.Go(places.addresses["called"] + "/deliveries");
        var hook = await visitor.Page.Locator(".trigger pre").First.InnerTextAsync();
        foreach (var total in new[] { 120, 20 })
            await visitor.Page.APIRequest.PostAsync(hook, new() { DataObject = new { id = "A-17", total } });
        await visitor.Import(Flows.Items);
        places.addresses["items"] = await visitor.Run("three");
        await visitor.SeeEnd("completed");
        places.addresses["edited"] = await visitor.Import(Flows.Edited);
        await visitor.Run("Ada");
        await visitor.SeeEnd("completed");
        visitor.Expected.Add(422);
        await visitor.Go("/workflows/import");
        await visitor.Page.GetByLabel("Or paste JSON").FillAsync(Flows.Broken);
        await visitor.Press("Import");
        await visitor.Press("Save as a draft");
        await visitor.Page.GetByRole(Microsoft.Playwright.AriaRole.Heading, new() { Name = "Broken" }).WaitForAsync();
        places.addresses["broken"] = visitor.Page.Url;
        await visitor.Go("/workflows/new");
        await visitor.Page.GetByLabel("Name").FillAsync("Blank");
        await visitor.Press("Create");
        places.addresses["blank"] = visitor.Page.Url[..^"/edit".Length];
        await visitor.Go("/entry");
        await visitor.Page.GetByLabel("Collection").FillAsync("birds");
        await visitor.Page.GetByLabel("Key").FillAsync("robin");
        await visitor.Page.GetByLabel("Value").FillAsync("""{"sings": true}""");
        await visitor.Press("Save");
        await visitor.Go("/credentials/new?kind=bearer");
        await visitor.Page.GetByLabel("Name").FillAsync("BIRDS");
        await visitor.Page.GetByLabel("Token").FillAsync("a token of birds");
        await visitor.Page.GetByLabel("Hosts").FillAsync("birds.example.com");
        await visitor.Press("Add");
        await visitor.Page.GetByRole(Microsoft.Playwright.AriaRole.Heading, new() { Name = "BIRDS" }).WaitForAsync();
        places.addresses["credential"] = visitor.Page.Url;
        return places;
    }

    /// <summary>Makes a second version of a workflow.</summary>
    static async Task Change(Visitor visitor, string workflow)
    {
        var address = workflow.Replace("/workflows/", "/api/workflows/", StringComparison.Ordinal);
        var tag = (await visitor.Page.APIRequest.GetAsync(address)).Headers["etag"];
        var answer = await visitor.Page.APIRequest.PutAsync(address, new() { Headers = [KeyValuePair.Create("If-Match", tag)], DataObject = new { name = "Echo", flow = JsonNode.Parse(Flows.Changed) } });
        Assert.Equal(200, answer.Status);
    }

    static Microsoft.Playwright.ILocator Question(Visitor visitor) => visitor.Page.Locator("form.question");

    /// <summary>Begins a conversation.</summary>
    static async Task Said(Visitor visitor, Places places, string message)
    {
        await visitor.Go(places.addresses["chat"] + "?fresh=true");
        await visitor.Page.GetByLabel("Message", new() { Exact = true }).FillAsync(message);
        await visitor.Press("Send");
    }

    static async Task Asked(Visitor visitor, Places places, string run)
    {
        await visitor.Go(places.addresses[run]);
        await Alone(visitor);
    }

    /// <summary>Goes from a run to the address of its question, which the log has: the conversation shows the question itself.</summary>
    static async Task Alone(Visitor visitor)
    {
        await visitor.Go((await visitor.Page.Locator("#log .asks a").GetAttributeAsync("href"))!);
        await Question(visitor).WaitForAsync();
    }

    static Func<Visitor, Places, Task> At(string place, string rest = "") => (visitor, places) => visitor.Go(places.addresses.GetValueOrDefault(place, place) + rest);
}
