namespace HtmxFlows.Pages;

static class QuestionSetup
{
    /// <summary>Registers what the pages of questions share, those of chats included.</summary>
    public static IServiceCollection AddQuestionPages(this IServiceCollection services) => services.AddSingleton<QuestionPages>().AddSingleton<Chat.ChatTurns>();
}
