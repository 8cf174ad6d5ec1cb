using Ringback.Protocol.Ids;
using Ringback.Protocol.Records;

namespace Ringback.Cli.Demo;

/// <summary>The people and rooms of the demo, with names that break careless encoders; the same in every run.</summary>
internal sealed class DemoWorld
{
    private readonly Random _random = new(1876);    // the year of the first telephone call

    /// <summary>A world around those two who have tokens: a person and a bot.</summary>
    public DemoWorld(Person me, Person bot)
    {
        OrgId = me.OrgId;
        Me = new DemoPerson(me.Id, me.DisplayName, me.Emails[0]);
        Bot = new DemoPerson(bot.Id, bot.DisplayName, bot.Emails[0]);
        Zoe = new DemoPerson(NewId(WebexIdTypes.People), "Zoë \"Zed\" O'Néill 🚀", "zoe@example.com");
        Bjorn = new DemoPerson(NewId(WebexIdTypes.People), "Björn <b>Ångström</b> & Söhne", "bjorn+demo@example.com");
        Li = new DemoPerson(NewId(WebexIdTypes.People), "李 小\u2028龍 \\ 👩🏽‍🚒", "li@example.com");
        Unicorn = new DemoRoom(NewId(WebexIdTypes.Room), "Project Unicorn 🦄", "group");
        Kitchen = new DemoRoom(NewId(WebexIdTypes.Room), "Küche & Café <é>", "group");
        Direct = new DemoRoom(NewId(WebexIdTypes.Room), Zoe.Name, "direct", [Me.Id, Zoe.Id]);
        Elsewhere = new DemoRoom(NewId(WebexIdTypes.Room), "Not for Perry", "group", [Zoe.Id, Bjorn.Id, Li.Id]);
        Silent = new DemoRoom(NewId(WebexIdTypes.Room), "Nobody speaks here", "group");
    }

    /// <summary>The org of them all.</summary>
    public string OrgId { get; }

    /// <summary>Who registers most webhooks.</summary>
    public DemoPerson Me { get; }

    /// <summary>Who registers a webhook for being mentioned.</summary>
    public DemoPerson Bot { get; }

    /// <summary>A host of meetings.</summary>
    public DemoPerson Zoe { get; }

    /// <summary>Somebody who writes messages.</summary>
    public DemoPerson Bjorn { get; }

    /// <summary>Somebody who writes messages.</summary>
    public DemoPerson Li { get; }

    /// <summary>The room that a webhook watches.</summary>
    public DemoRoom Unicorn { get; }

    /// <summary>A second room that both are in.</summary>
    public DemoRoom Kitchen { get; }

    /// <summary>A conversation of two.</summary>
    public DemoRoom Direct { get; }

    /// <summary>A room that neither the person nor the bot is in.</summary>
    public DemoRoom Elsewhere { get; }

    /// <summary>A room in which nothing happens.</summary>
    public DemoRoom Silent { get; }

    /// <summary>The rooms in which something happens.</summary>
    public IReadOnlyList<DemoRoom> Rooms => [Unicorn, Kitchen, Direct, Elsewhere];

    /// <summary>The people who write messages.</summary>
    public IReadOnlyList<DemoPerson> Speakers => [Me, Zoe, Bjorn, Li];

    /// <summary>A new Webex id.</summary>
    public string NewId(string type) => WebexId.Create(type, NewUuid());

    /// <summary>A UUID from the demo's own chance, the same in every run.</summary>
    public Guid NewUuid()
    {
        Span<byte> bytes = stackalloc byte[16];
        _random.NextBytes(bytes);
        return new Guid(bytes);
    }

    /// <summary>Puts things that happened one after another into the order of a busy day.</summary>
    public T[] Mix<T>(IEnumerable<T> items)
    {
        T[] mixed = [.. items];
        _random.Shuffle(mixed);
        return mixed;
    }
}
