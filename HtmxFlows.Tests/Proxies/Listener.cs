using System.Text;

namespace HtmxFlows.Tests.Proxies;

/// <summary>Reads an answer while it arrives.</summary>
sealed class Listener : IDisposable
{
    readonly HttpResponseMessage response;
    readonly StreamReader reader;
    readonly StringBuilder heard = new();

    Listener(HttpResponseMessage response, Stream content) => (this.response, reader) = (response, new(content));

    public static async Task<Listener> To(Task<HttpResponseMessage> answer)
    {
        var response = await answer.Soon();
        return new(response, await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>The text that has arrived.</summary>
    public string Heard => heard.ToString();

    /// <summary>Reads until a word has arrived that many times, and fails if the answer ends before.</summary>
    public async Task Until(string word, int times = 1)
    {
        while (Heard.Split(word).Length <= times)
            Assert.True(await Hear(), $"The answer ended without {word}: {Heard}");
    }

    /// <returns>All of it.</returns>
    public async Task<string> ToEnd()
    {
        while (await Hear())
        {
        }
        return Heard;
    }

    public void Dispose()
    {
        reader.Dispose();
        response.Dispose();
    }

    async Task<bool> Hear()
    {
        var buffer = new char[4096];
        var read = await reader.ReadAsync(buffer, TestContext.Current.CancellationToken).AsTask().Soon();
        heard.Append(buffer, 0, read);
        return read > 0;
    }
}
