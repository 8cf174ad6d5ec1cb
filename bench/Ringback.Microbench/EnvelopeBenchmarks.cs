using System.Text;
using BenchmarkDotNet.Attributes;
using Ringback.Delivery.Callbacks;
using Ringback.Delivery.Schedule;
using Ringback.Events;
using Ringback.Protocol.Catalogue;

namespace Ringback.Microbench;

/// <summary>Composing and signing the callback of a delivery.</summary>
public class EnvelopeBenchmarks
{
    private const int Fanout = 10;

    private readonly CallbackComposer _composer = new(WebhookCatalogue.Webex, TimeProvider.System);
    private CallbackTarget[] _targets = [];
    private byte[] _data = [];
    private WebhookEvent _event = Samples.Event("{}");
    private DueDelivery[] _deliveries = [];
    private int _next;

    /// <summary>How long the name of the message's file is.</summary>
    [Params(62, 3500)]
    public int FileName { get; set; }

    /// <summary>Whether the webhooks have a secret.</summary>
    [Params(true, false)]
    public bool HasSecret { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        var webhooks = Enumerable.Range(0, Fanout).Select(number => Samples.Webhook(number)).ToArray();
        _targets = Array.ConvertAll(webhooks, webhook =>
            new CallbackTarget(HasSecret ? webhook : webhook with { Secrets = null }));
        _data = Encoding.UTF8.GetBytes(Samples.Message("room", FileName));
        _event = Samples.Event(Encoding.UTF8.GetString(_data));
        _deliveries = Array.ConvertAll(webhooks, webhook =>
            new DueDelivery(webhook.Id, Guid.CreateVersion7(DateTimeOffset.UnixEpoch), _event, DateTimeOffset.UnixEpoch, 0));
    }

    /// <summary>A delivery of an event that other webhooks get too, whose data was written out for the first of them.</summary>
    [Benchmark]
    public object Compose()
    {
        _next = (_next + 1) % Fanout;
        return _composer.Compose(_targets[_next], _deliveries[_next], null);
    }

    /// <summary>The first delivery of an event that was read back from the store.</summary>
    [Benchmark]
    public object ComposeFirst()
    {
        _event.CallbackData = null;
        return Compose();
    }
}
