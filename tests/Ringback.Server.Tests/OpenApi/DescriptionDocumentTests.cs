using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Ringback.Server.OpenApi;

namespace Ringback.Server.Tests.OpenApi;

/// <summary>The description as it is served.</summary>
public sealed class DescriptionDocumentTests
{
    [Fact]
    public async Task Description_is_made_once_for_all_who_ask()
    {
        var provider = new CountingProvider();
        var document = new DescriptionDocument(provider);

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => document.GetAsync(default))));

        Assert.Equal(1, provider.Count);
        Assert.All(answers, answer => Assert.Same(answers[0], answer));
    }

    private sealed class CountingProvider : IOpenApiDocumentProvider
    {
        private int _count;

        public int Count => _count;

        public Task<OpenApiDocument> GetOpenApiDocumentAsync(CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _count);
            return Task.FromResult(new OpenApiDocument
            {
                Info = new OpenApiInfo { Title = "t", Version = "1" },
                Paths = [],
            });
        }
    }
}
