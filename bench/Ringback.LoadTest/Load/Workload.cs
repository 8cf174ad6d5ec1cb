namespace Ringback.LoadTest.Load;

/// <summary>
/// So many webhooks in rooms of <c>Fanout</c>: webhook <c>w</c> is in room <c>w / Fanout</c>. Each event happens in
/// one room and matches all webhooks of it.
/// </summary>
internal sealed class Workload
{
    private readonly string[] _roomIds;

    public Workload(int webhooks, int fanout, int firstRoom = 0)
    {
        if (fanout < 1 || webhooks < fanout || webhooks % fanout != 0)
        {
            throw new LoadTestException(
                $"{webhooks} webhooks cannot be shared out evenly at {fanout} matches per event.");
        }

        Webhooks = webhooks;
        Fanout = fanout;
        _roomIds = [.. Enumerable.Range(0, webhooks / fanout).Select(room => WebexIds.Of("ROOM", firstRoom + room))];
    }

    public int Webhooks { get; }

    public int Fanout { get; }

    public int Rooms => _roomIds.Length;

    /// <summary>Consecutive events go far apart, so that a short run touches rooms of all ages.</summary>
    public static int RoomOf(int eventNumber, int rooms) => (int)(eventNumber * 7919L % rooms);

    public string RoomIdOfEvent(int eventNumber) => _roomIds[RoomOf(eventNumber, Rooms)];

    public string RoomIdOfWebhook(int webhook) => _roomIds[webhook / Fanout];

    /// <summary>The webhook at a place of the room in which the event happens.</summary>
    public int WebhookAt(int eventNumber, int place) => (RoomOf(eventNumber, Rooms) * Fanout) + place;
}
