using HtmxFlows.Runs;
using HtmxFlows.Tests.Data;

namespace HtmxFlows.Tests.Runs;

public abstract class OpenQuestionsContract(TestDatabase place) : RunRows(place)
{
    OpenQuestions Questions => new(Database);

    [Fact]
    public async Task Questions_of_all_runs_are_listed_the_oldest_first()
    {
        var first = await Begin("one", null, Asking("a", "First?"));
        var second = await Begin("two", null, Asking("a", "Second?"));

        Assert.Equal(2, Questions.Count(QuestionReader.All));
        Assert.Equal([(first.Id, "First?", "one"), (second.Id, "Second?", "two")], Questions.List(QuestionReader.All, 0, 9).Select(asked => (asked.Run, asked.Question.Text, asked.Prompt)));
        Assert.Equal([second.Id], Questions.List(QuestionReader.All, 1, 1).Select(asked => asked.Run));
        Assert.Equal("Name", Questions.List(QuestionReader.All, 0, 1)[0].WorkflowName);
    }

    public static TheoryData<string> Ends => ["answered", "failed", "retried", "cancelled"];

    [Theory, MemberData(nameof(Ends))]
    public async Task A_question_is_gone_with_the_event_that_ends_it(string how)
    {
        var run = await Begin(Asking("a", "?"));
        RunEvent end = how switch
        {
            "answered" => new NodeCompleted("a", HtmxFlows.Data.Json.Null, "approve"),
            "failed" => new NodeFailed("a", "No answer came."),
            "retried" => new NodeRetrying("a", 1, "No answer came.", Time.GetUtcNow()),
            _ => new WorkflowCancelled(),
        };

        await Append(run, [end]);

        Assert.Equal(0, Questions.Count(QuestionReader.All));
    }

    [Fact]
    public async Task Of_two_questions_of_a_run_the_answered_one_goes()
    {
        var run = await Begin([.. Asking("a", "A?"), .. Asking("b", "B?")]);

        await Append(run, [new NodeCompleted("a", HtmxFlows.Data.Json.Null, "approve")]);

        Assert.Equal(["B?"], Questions.List(QuestionReader.All, 0, 9).Select(asked => asked.Question.Text));
    }

    [Fact]
    public async Task A_question_that_is_asked_again_stands_once_with_its_newest_text()
    {
        var run = await Begin(Asking("a", "Old?"));

        await Append(run, [new NodeRetrying("a", 1, "No answer came.", Time.GetUtcNow()), .. Asking("a", "New?", 2)]);

        Assert.Equal(["New?"], Questions.List(QuestionReader.All, 0, 9).Select(asked => asked.Question.Text));
    }

    [Fact]
    public async Task The_questions_of_a_deleted_workflow_are_gone()
    {
        await Begin(Asking("a", "?"));

        await Get<HtmxFlows.Workflows.WorkflowStore>().Delete(Workflow, HtmxFlows.Accounts.Actor.Anonymous);

        Assert.Equal(0, Questions.Count(QuestionReader.All));
    }

    static RunEvent[] Asking(string node, string text, int attempt = 1) =>
        [new NodeStarted(node, attempt), new NodeWaiting(node, null, HtmxFlows.Data.Json.Null, Question: new(text, [], [new HtmxFlows.Nodes.Decision { Name = "approve" }]))];
}
