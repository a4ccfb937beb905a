using System.Text.Json;
using HtmxFlows.Inputs;

namespace HtmxFlows.Nodes;

/// <summary>A trigger with a page of its own, which people without a session may open: <c>/form/ADDRESS</c>. Only the published version has one.</summary>
/// <inheritdoc/>
public abstract class PublicPageNode<TConfiguration> : TriggerNode<TConfiguration>
    where TConfiguration : class, IPublicPage, new()
{
    public override string Describe(WrittenConfiguration written) => written.Text("title") is { Length: > 0 } title ? title : written.Text("slug");

    public sealed override bool HasPage => true;

    public sealed override string? AddressPath(JsonElement data, string? key, bool isDraft) => key is null || isDraft ? null : $"/{Name}/{key}";

    protected sealed override string? Slug(TConfiguration configuration) => configuration.Slug;

    protected override IEnumerable<FieldProblem> Check(TConfiguration configuration) =>
        configuration.Slug.Contains('/', StringComparison.Ordinal) || WebhookAddress.FindProblem(configuration.Slug) is not null
            ? [new("slug", "The address is a word of 1 to 64 letters, digits, - and _.")] : [];
}
