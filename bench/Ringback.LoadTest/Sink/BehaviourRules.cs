using System.Text;

namespace Ringback.LoadTest.Sink;

/// <summary>Which behaviour each path prefix has; a path without a rule is accepted.</summary>
internal sealed class BehaviourRules
{
    private volatile Rule[] _rules = [];

    public Behaviour For(ReadOnlySpan<byte> path)
    {
        foreach (var rule in _rules)
        {
            if (path.StartsWith(rule.Prefix))
            {
                return rule.Behaviour;
            }
        }

        return Behaviour.Accept;
    }

    public void Set(string prefix, Behaviour behaviour)
    {
        var bytes = Encoding.ASCII.GetBytes(prefix);
        var others = _rules.Where(rule => !rule.Prefix.AsSpan().SequenceEqual(bytes));
        _rules = behaviour == Behaviour.Accept ? [.. others] : [.. others, new Rule(bytes, behaviour)];
    }

    private sealed record Rule(byte[] Prefix, Behaviour Behaviour);
}
