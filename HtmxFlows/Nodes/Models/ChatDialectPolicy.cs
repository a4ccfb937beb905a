using System.ClientModel.Primitives;

namespace HtmxFlows.Nodes;

/// <summary>Gives the client library the answers of a model's server as <see cref="ChatDialectStream"/>.</summary>
sealed class ChatDialectPolicy : PipelinePolicy
{
    public override void Process(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex) => throw new NotSupportedException("Models are asked asynchronously.");

    public override async ValueTask ProcessAsync(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex)
    {
        await ProcessNextAsync(message, pipeline, currentIndex);
        if (message.Response is { IsError: false, ContentStream: { } body } response)
            response.ContentStream = new ChatDialectStream(body);
    }
}
