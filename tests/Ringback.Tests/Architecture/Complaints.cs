namespace Ringback.Tests.Architecture;

/// <summary>Fails with every complaint at once, so that one run tells all there is to mend.</summary>
internal static class Complaints
{
    /// <summary>Fails if there is any.</summary>
    public static void None(IEnumerable<string> complaints)
    {
        var all = complaints.ToList();
        if (all.Count > 0)
        {
            Assert.Fail(string.Join(Environment.NewLine, all));
        }
    }
}
