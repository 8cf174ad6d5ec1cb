using Ringback.Delivery;

namespace Ringback.Simulation.Checks;

internal sealed partial class Ledger
{
    /// <summary>Whether slots are given in turn.</summary>
    public FairnessRule Fairness { get; } = new();

    /// <summary>A lane is given a page: what is due in it is ready from now on.</summary>
    public void PageRead(LanePageRequest request, LanePage? page)
    {
        var webhook = _webhooks[request.WebhookId];
        trace.Add("read page", webhook.Label, page?.Deliveries.Count ?? -1, () => $"limit {request.Limit}, next {page?.NextDue:O}");
        if (page is null || webhook.Current is not { IsActive: true } || webhook.Disabling != Disabling.No)
        {
            return;
        }

        var moment = Moments.Next();
        foreach (var loaded in page.Deliveries)
        {
            var delivery = _deliveries[loaded.DeliveryId];
            if (delivery is { Open: null, IsReady: false })
            {
                delivery.IsReady = true;
                Fairness.Ready(moment, webhook, delivery.Attempts > 0, 1);
            }
        }
    }

    private void NotReady(DeliveryEntry delivery, long moment)
    {
        if (delivery.IsReady)
        {
            delivery.IsReady = false;
            Fairness.Ready(moment, delivery.Webhook, delivery.Attempts > 0, -1);
        }
    }

    private void NoneReady(WebhookEntry webhook, long moment)
    {
        foreach (var delivery in _deliveries.Values.Where(delivery => delivery.IsReady && delivery.Webhook == webhook))
        {
            NotReady(delivery, moment);
        }
    }
}
