using Ringback.Webhooks.Registry;

namespace Ringback.Tests.Storage;

/// <summary>A database that is added to <c>Storage</c> must be put to the test.</summary>
public sealed class StoreConformanceTests
{
    [Fact]
    public void Every_store_is_derived_for()
    {
        var stores = typeof(IWebhookStore).Assembly.GetTypes()
            .Where(type => type.IsClass && type.IsAssignableTo(typeof(IWebhookStore)))
            .Select(type => $"{type.Name}Conformance");
        var suites = typeof(StoreConformance).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(StoreConformance)))
            .Select(type => type.Name);

        Assert.Equal(stores.Order(StringComparer.Ordinal), suites.Order(StringComparer.Ordinal));
    }
}
