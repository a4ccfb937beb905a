namespace HtmxFlows.Nodes;

/// <summary>Which chat model is asked: the section <c>HtmxFlows:Model</c>. Its key is the secret <see cref="Key"/>.</summary>
public sealed class ModelOptions
{
    /// <summary>The name of the secret that the model's server is shown; a server that asks for none needs none.</summary>
    public const string Key = "MODEL_KEY";

    /// <summary>The address under which <c>chat/completions</c> is.</summary>
    public string Address { get; set; } = "https://api.openai.com/v1";

    /// <summary>The model that is asked by nodes that name none.</summary>
    public string Name { get; set; } = "gpt-4o-mini";
}
