using Ringback.Simulation.Receivers;

namespace Ringback.Simulation.Workload;

/// <summary>
/// What the outside world does: now and then, for some minutes, much at once. After two days it calms down: what can come
/// back does, so that in the end every delivery has an end.
/// </summary>
internal sealed class Storms(SimulatedWorld world)
{
    private static readonly TimeSpan Calm = TimeSpan.FromDays(2);
    private static readonly Mood[] Moods = Enum.GetValues<Mood>();

    private readonly Random _chance = world.Plan.Chance("storms");
    private readonly Publishers _publishers = new(world);
    private readonly Owners _owners = new(world);
    private bool _isCalm;

    /// <summary>Plans all of it.</summary>
    public void Begin()
    {
        for (var i = 1 + _chance.Next(7); i > 0; i--)
        {
            world.Agenda.After(Up(TimeSpan.FromMinutes(1)), _owners.Make);
        }

        for (var i = 3 + _chance.Next(5); i > 0; i--)
        {
            var begin = Up(Calm - TimeSpan.FromHours(1));
            var length = Up(TimeSpan.FromMinutes(_chance.Next(2) == 0 ? 1 : 20));
            for (var j = 8 + _chance.Next(16); j > 0; j--)
            {
                world.Agenda.After(begin + Up(length), Act);
            }
        }

        world.Agenda.After(Calm, CalmDown);
    }

    /// <summary>What was under way in the process is lost, and nobody knows what became of it.</summary>
    public void ProcessEnded() => _publishers.ProcessEnded();

    /// <summary>What a publisher or an owner has to complain of at the end; null for nothing.</summary>
    public string? Objection() => _publishers.Objection();

    private void Act()
    {
        switch (_chance.Next(100))
        {
            case < 45:
                Publish();
                break;
            case < 60:
                ChangeMood();
                break;
            case < 72:
                _owners.Change();
                break;
            case < 75:
                _owners.ReactivateSome();
                break;
            case < 78:
                _owners.Make();
                break;
            case < 80:
                _owners.Delete();
                break;
            case < 86:
                BreakStore();
                break;
            case < 94:
                PlanCrash();
                break;
            case < 97:
                Stop();
                break;
            default:
                JumpClock();
                break;
        }
    }

    private void Publish()
    {
        var length = Up(TimeSpan.FromSeconds(_chance.Next(3) == 0 ? 0 : 10));
        for (var i = 1 + _chance.Next(_chance.Next(4) == 0 ? 50 : 8); i > 0; i--)
        {
            world.Agenda.After(Up(length), _publishers.Publish);
        }
    }

    private void ChangeMood()
    {
        foreach (var receiver in world.Receivers.All.Where(_ => _chance.Next(3) == 0))
        {
            receiver.Mood = Moods[_chance.Next(Moods.Length)];
            world.Trace.Add("receiver's mood", (int)receiver.Mood);
        }
    }

    private void BreakStore()
    {
        var weather = world.Weather;
        var kinds = 1 + _chance.Next(7);
        (weather.CommitsFail, weather.PagesFail, weather.SearchesFail) = ((kinds & 1) > 0, (kinds & 2) > 0, (kinds & 4) > 0);
        world.Trace.Add("store breaks", kinds);
        world.Agenda.After(Up(TimeSpan.FromSeconds(_chance.Next(2) == 0 ? 1 : 40)), MendStore);
    }

    private void MendStore()
    {
        var weather = world.Weather;
        (weather.CommitsFail, weather.PagesFail, weather.SearchesFail) = (false, false, false);
        world.Trace.Add("store is mended", 0);
    }

    private void PlanCrash()
    {
        var points = Enum.GetValues<CrashPoint>();
        if (_chance.Next(3) == 0)
        {
            world.Crashes.PiecesLeft = 1 + _chance.Next(200);
        }
        else
        {
            world.Crashes.Arm(points[_chance.Next(points.Length)], 1 + _chance.Next(10));
        }
    }

    private void Stop()
    {
        if (world.Process.State == ProcessState.Running)
        {
            world.Process.Work.Post(async () => await world.Process.StopAsync());
        }
    }

    private void JumpClock()
    {
        if (world.Plan.HasClockJumps && !_isCalm)
        {
            var jump = _chance.Next(3) switch
            {
                0 => TimeSpan.FromHours(-1),
                1 => TimeSpan.FromDays(1),
                _ => TimeSpan.FromSeconds(_chance.Next(-90, 90)),
            };
            world.Agenda.SetWallClock(jump);
            world.Trace.Add("clock jumps", (int)jump.TotalSeconds);
        }
    }

    private void CalmDown()
    {
        _isCalm = true;
        world.Crashes.Disarm();
        MendStore();
        world.Trace.Add("calm", 0);
        foreach (var receiver in world.Receivers.All.Where(receiver => receiver.Mood != Mood.Gone || _chance.Next(3) > 0))
        {
            receiver.Mood = Mood.Fast;
        }

        world.Agenda.After(TimeSpan.FromHours(1), _owners.ReactivateSome);
    }

    private TimeSpan Up(TimeSpan longest) => longest * _chance.NextDouble();
}
