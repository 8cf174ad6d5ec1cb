using System.Net;

namespace Ringback.Server.Tests.Delivery;

/// <summary>The main job: register a webhook, publish an event, receive the callback.</summary>
public sealed class MainJobTests(SharedServer shared)
{
    [Fact]
    public async Task Event_is_called_back_to_the_webhook_that_wants_it()
    {
        await using var receiver = Receiver.Start();
        var tenant = await shared.NewTenantAsync();
        var webhookId = await tenant.Person.RegisterAsync(receiver.Url);

        var published = await tenant.Publisher.SendAsync(
            "POST", "v1/events", new { resource = "messages", type = "created", data = new { id = "m1" } });
        var callback = await receiver.NextAsync();

        published.ShouldBe(HttpStatusCode.Accepted);
        Assert.Equal(1, Assert.Single(published.Items).GetProperty("matched").GetInt32());
        Assert.Equal(webhookId, callback.Json.GetProperty("id").GetString());
        Assert.Equal("m1", callback.Json.GetProperty("data").GetProperty("id").GetString());
    }
}
