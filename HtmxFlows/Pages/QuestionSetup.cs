namespace HtmxFlows.Pages;

static class QuestionSetup
{
    /// <summary>Registers what the pages of questions share.</summary>
    public static IServiceCollection AddQuestionPages(this IServiceCollection services) => services.AddSingleton<QuestionPages>();
}
