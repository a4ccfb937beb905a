using System.Globalization;
using HtmxFlows.Accounts;
using HtmxFlows.Tests.Data;

namespace HtmxFlows.Tests.Accounts;

public abstract class AuditLogContract(TestDatabase place) : StoreContract(place)
{
    static readonly Actor Ada = new Actor.Person(new() { Id = Guid.Parse("01900000-0000-7000-8000-000000000001"), Name = "Ada", Role = Role.Owner }, Guid.Parse("01900000-0000-7000-8000-000000000002")) { Address = "10.1.2.3" };

    AuditLog Log => Get<AuditLog>();

    [Fact]
    public async Task An_entry_says_who_did_what_on_what_and_from_where()
    {
        var workflow = Guid.NewGuid();
        await Write(Ada, AuditAction.WorkflowTagged, new(workflow, "News"), new { tags = new[] { "a" } });

        var entry = Assert.Single(Log.Read(new(), null, 10));
        Assert.Equal(("user", Ada.Id, "Ada", Ada.Session, "10.1.2.3"), (entry.ActorKind, entry.ActorId, entry.Actor, entry.SessionId, entry.Address));
        Assert.Equal(("workflow.tagged", workflow, "News", """{"tags":["a"]}""", Time.GetUtcNow()), (entry.Action, entry.SubjectId, entry.Subject, entry.Details, entry.At));
    }

    [Fact]
    public async Task Refusals_are_noted_once_a_minute_for_each_user()
    {
        var refusals = Get<Refusals>();
        var bo = new Actor.Person(new() { Id = Guid.NewGuid(), Name = "Bo", Role = Role.Viewer }, Guid.NewGuid());
        for (var n = 0; n < 3; n++)
            refusals.Note((Actor.Person)Ada, $"GET /people/{n}", "no");
        refusals.Note(bo, "POST /runs", "no");
        await Eventually.Equal(2, () => Task.FromResult(Log.Read(new(), null, 10).Count));
        Time.Advance(Refusals.Pause);
        refusals.Note((Actor.Person)Ada, $"GET /{new string('x', 5000)}", "no");
        await Eventually.Equal(3, () => Task.FromResult(Log.Read(new(), null, 10).Count));

        Assert.Equal(["GET /people/0", "POST /runs"], Log.Read(new(), null, 10).Skip(1).Select(entry => entry.Subject).Order());
        Assert.InRange(Log.Read(new(), null, 1)[0].Subject.Length, 100, 250);
    }

    [Fact]
    public async Task A_change_that_fails_leaves_no_entry()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => Database.Write<bool>(writer =>
        {
            AuditLog.Write(writer, Ada, AuditAction.DraftChanged, new(null, "x"), Time.GetUtcNow());
            throw new InvalidOperationException();
        }));

        Assert.Empty(Log.Read(new(), null, 10));
    }

    [Fact]
    public async Task Entries_are_filtered_and_read_page_by_page_newest_first()
    {
        for (var n = 0; n < 6; n++)
        {
            await Write(n % 2 == 0 ? Ada : Actor.Anonymous, n < 3 ? AuditAction.EntrySaved : AuditAction.EntryDeleted, new(null, n.ToString(CultureInfo.InvariantCulture)));
            Time.Advance(TimeSpan.FromHours(1));
        }
        var start = Time.GetUtcNow().AddHours(-6);

        Assert.Equal("54", Subjects(Log.Read(new(), null, 2)));
        Assert.Equal("3210", Subjects(Log.Read(new(), Log.Read(new(), null, 2)[^1].Id, 10)));
        Assert.Equal("420", Subjects(Log.Read(new("Ada"), null, 10)));
        Assert.Equal("210", Subjects(Log.Read(new(Action: "entry.saved"), null, 10)));
        Assert.Equal("32", Subjects(Log.Read(new(After: start.AddHours(2), Before: start.AddHours(4)), null, 10)));
    }

    [Fact]
    public async Task Old_entries_are_removed()
    {
        await Write(Ada, AuditAction.EntrySaved, new(null, "old"));
        Time.Advance(TimeSpan.FromDays(1));
        await Write(Ada, AuditAction.EntrySaved, new(null, "new"));
        await Log.RemoveBefore(Time.GetUtcNow(), TestContext.Current.CancellationToken);

        Assert.Equal("new", Subjects(Log.Read(new(), null, 10)));
    }

    [Fact]
    public async Task What_the_server_does_by_itself_is_not_in_the_log()
    {
        await Write(Actor.System, AuditAction.EntrySaved, new(null, "x"));
        await Write(Actor.CommandLine, AuditAction.EntrySaved, new(null, "y"));

        Assert.Equal("y", Subjects(Log.Read(new(), null, 10)));
    }

    Task<bool> Write(Actor actor, AuditAction action, AuditSubject subject, object? details = null) => Database.Write(writer =>
    {
        AuditLog.Write(writer, actor, action, subject, Time.GetUtcNow(), details);
        return true;
    });

    static string Subjects(IEnumerable<AuditEntry> entries) => string.Concat(entries.Select(entry => entry.Subject));
}
