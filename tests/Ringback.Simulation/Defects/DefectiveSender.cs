using Ringback.Delivery.Attempts;
using Ringback.Delivery.Sending;
using Ringback.Simulation.Receivers;

namespace Ringback.Simulation.Defects;

/// <summary>Defects between the engine and the receivers.</summary>
internal sealed class DefectiveSender(SimulatedSender sender, SimulatedProcess process, Defect defect) : ICallbackSender
{
    private static readonly TimeSpan Late = TimeSpan.FromSeconds(5);

    private readonly Dictionary<Guid, Uri> _firstUrls = [];

    /// <inheritdoc/>
    public async Task<SendResult> SendAsync(Callback callback, CancellationToken abandon)
    {
        switch (defect)
        {
            case Defect.SenderThrows:
                throw new InvalidOperationException("This is the defect.");
            case Defect.SendsTwice:
                _ = sender.SendAsync(callback, abandon);
                break;
            case Defect.TargetIsOld:
                callback = callback with { Url = FirstUrl(callback) };
                break;
            case Defect.AttemptMiscounted:
                callback = callback with { Headers = [.. callback.Headers.Select(Miscount)] };
                break;
            default:
                break;
        }

        var result = await sender.SendAsync(callback, abandon);
        if (defect == Defect.SlotKept)
        {
            await process.Time.Delay(Late);
        }

        return defect == Defect.OutcomeMistaken && result.Outcome is AttemptOutcome.TimedOut
            ? result with { Outcome = new AttemptOutcome.Unreachable("This is the defect.") }
            : result;
    }

    private Uri FirstUrl(Callback callback)
    {
        var webhook = process.Ledger.Delivery(Guid.Parse(TrackingOf(callback).Split('_')[1])).Webhook;
        _firstUrls.TryAdd(webhook.Id, callback.Url);
        return _firstUrls[webhook.Id];
    }

    private static string TrackingOf(Callback callback) =>
        callback.Headers.First(header => header.Key == "TrackingID").Value;

    private static KeyValuePair<string, string> Miscount(KeyValuePair<string, string> header) =>
        header.Key == "TrackingID" ? new(header.Key, header.Value + "1") : header;
}
