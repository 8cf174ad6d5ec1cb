namespace Ringback.Simulation.Checks;

/// <summary>
/// Slots are given in turn: while a lane has a delivery ready and room in flight, no other lane of its owner is given more than
/// <see cref="MostAhead"/> slots of the same kind (first tries, or retries). So it waits for one round of its ring at most. The
/// same holds for owners.
/// </summary>
internal sealed class FairnessRule
{
    /// <summary>How many slots of a kind another lane may be given before the waiting one: its turn in the round.</summary>
    public const int MostAhead = 1;

    private readonly List<Turn> _turns = [];
    private readonly Dictionary<(string Waiting, bool IsRetry), Dictionary<string, int>> _ahead = [];

    /// <summary>A lane was given a slot in this piece of work.</summary>
    /// <param name="turn">Which.</param>
    /// <param name="isFirst">Whether that was before all others of the piece.</param>
    public void Add(Turn turn, bool isFirst) => _turns.Insert(isFirst ? 0 : _turns.Count, turn);

    /// <summary>A lane begins anew: it changed.</summary>
    public void Restart(string contender)
    {
        _ahead.Remove((contender, false));
        _ahead.Remove((contender, true));
    }

    /// <summary>All lanes are gone.</summary>
    public void Forget()
    {
        _turns.Clear();
        _ahead.Clear();
    }

    /// <summary>What is wrong with the turns of this piece of work; null when they are right.</summary>
    public string? Judge()
    {
        string? objection = null;
        foreach (var turn in _turns)
        {
            objection ??= Judge(turn);
        }

        _turns.Clear();
        return objection;
    }

    private string? Judge(Turn turn)
    {
        var still = turn.Waiting.ToHashSet();
        foreach (var key in _ahead.Keys.Where(key => key.IsRetry == turn.IsRetry && !still.Contains(key.Waiting)).ToList())
        {
            _ahead.Remove(key);
        }

        _ahead.Remove((turn.Taker, turn.IsRetry));
        if (turn.IsFull)
        {
            Restart(turn.Taker);
        }

        foreach (var waiting in turn.Waiting.Where(waiting => waiting != turn.Taker))
        {
            if (!_ahead.TryGetValue((waiting, turn.IsRetry), out var ahead))
            {
                _ahead.Add((waiting, turn.IsRetry), ahead = []);
            }

            ahead[turn.Taker] = ahead.GetValueOrDefault(turn.Taker) + 1;
            if (ahead[turn.Taker] > MostAhead)
            {
                return $"The {turn.Taker} was given a second slot while {waiting} waited for one.";
            }
        }

        return null;
    }
}
