using Ringback.Storage.Writing;

namespace Ringback.Tests.Storage;

public sealed class WriteQueueTests
{
    private readonly WriteQueue<int, string> _queue = new();

    [Fact]
    public void Nothing_is_due_while_nothing_waits()
    {
        Assert.True(_queue.IsEmpty);
        Assert.Equal(Timeout.InfiniteTimeSpan, _queue.UntilDue);
    }

    [Fact]
    public void Urgent_write_is_due_at_once()
    {
        Assert.True(_queue.Add(1, urgent: true));

        Assert.Equal(TimeSpan.Zero, _queue.UntilDue);
    }

    [Fact]
    public void Other_writes_wait_for_company_until_there_is_enough_of_it()
    {
        Assert.True(_queue.Add(0, urgent: false));
        Assert.True(_queue.UntilDue <= TimeSpan.FromMilliseconds(10));
        Assert.All(Enumerable.Range(1, 510), i => Assert.False(_queue.Add(i, urgent: false)));

        Assert.True(_queue.Add(511, urgent: false));

        Assert.Equal(TimeSpan.Zero, _queue.UntilDue);
    }

    [Fact]
    public void Huge_batch_is_cut_and_reads_come_after_its_last_part()
    {
        for (var i = 0; i < 5000; i++)
        {
            _queue.Add(i, urgent: false);
        }

        _queue.AddRead("read");
        var (first, none) = (_queue.Take().Batch.ToArray(), _queue.UntilDue);
        var (rest, reads) = _queue.Take();

        Assert.Equal(Enumerable.Range(0, 4096), first);
        Assert.Equal(TimeSpan.Zero, none);
        Assert.Equal(Enumerable.Range(4096, 904), rest);
        Assert.Equal(["read"], reads);
        Assert.True(_queue.IsEmpty);
    }

    [Fact]
    public void What_is_put_back_comes_before_what_was_added_meanwhile()
    {
        _queue.Add(1, urgent: true);
        var kept = _queue.Take().Batch.ToArray();
        _queue.Add(2, urgent: true);

        _queue.PutBack(kept);

        Assert.Equal([1, 2], _queue.Take().Batch);
    }

    [Fact]
    public void What_is_given_up_waits_no_more()
    {
        _queue.Add(1, urgent: true);

        Assert.Equal([1], _queue.GiveUp());

        Assert.True(_queue.IsEmpty);
    }
}
