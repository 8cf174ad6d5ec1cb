using Ringback.Storage.Writing;

namespace Ringback.Tests.Storage;

public sealed class WriteQueueTests
{
    private readonly WriteQueue<Numbered, string> _queue = new();

    [Fact]
    public void Nothing_is_due_while_nothing_waits()
    {
        Assert.True(_queue.IsEmpty);
        Assert.Equal(Timeout.InfiniteTimeSpan, _queue.UntilDue);
    }

    [Fact]
    public void Urgent_write_is_due_at_once()
    {
        Assert.True(Add(1, urgent: true));

        Assert.Equal(TimeSpan.Zero, _queue.UntilDue);
    }

    [Fact]
    public void Other_writes_wait_for_company_until_there_is_enough_of_it()
    {
        Assert.True(Add(0));
        Assert.True(_queue.UntilDue <= TimeSpan.FromMilliseconds(10));
        Assert.All(Enumerable.Range(1, 510), i => Assert.False(Add(i)));

        Assert.True(Add(511));

        Assert.Equal(TimeSpan.Zero, _queue.UntilDue);
    }

    [Fact]
    public void Huge_batch_is_cut_and_reads_come_after_its_last_part()
    {
        for (var i = 0; i < 5000; i++)
        {
            Add(i);
        }

        _queue.AddRead("read");
        var first = Take();
        Assert.False(_queue.TryTakeRead(out _));
        Assert.True(_queue.IsWriteDue);

        var rest = Take();

        Assert.Equal(Enumerable.Range(0, 4096), first);
        Assert.Equal(Enumerable.Range(4096, 904), rest);
        Assert.True(_queue.TryTakeRead(out var read));
        Assert.Equal("read", read);
        Assert.True(_queue.IsEmpty);
    }

    [Fact]
    public void Batch_is_cut_by_its_bytes_as_well_and_one_write_is_always_in_it()
    {
        Add(1, size: 40 * 1024 * 1024);
        Add(2, size: 1);

        Assert.Equal([1], Take());
        Assert.Equal([2], Take());
    }

    [Fact]
    public void Flood_of_one_org_leaves_room_in_the_next_batch_for_others_and_for_what_nobody_publishes()
    {
        for (var i = 0; i < 6000; i++)
        {
            _queue.Add(new Numbered(i, 0, org: "flood"), urgent: true);
        }

        _queue.Add(new Numbered(6000, 0, org: "other"), urgent: true);
        _queue.Add(new Numbered(6001, 0), urgent: true);
        _queue.AddRead("read");

        var first = Take();
        Assert.Equal(4096, first.Length);
        Assert.Equal([6000, 6001], first[^2..]);
        Assert.Equal(Enumerable.Range(0, 4094), first[..^2]);
        Assert.False(_queue.TryTakeRead(out _));

        Assert.Equal(Enumerable.Range(4094, 1906), Take());
        Assert.True(_queue.TryTakeRead(out _));
    }

    [Fact]
    public void What_is_put_back_comes_before_what_was_added_meanwhile()
    {
        Add(1, urgent: true);
        var kept = _queue.Take().ToArray();
        Add(2, urgent: true);

        _queue.PutBack(kept);

        Assert.Equal([1, 2], Take());
    }

    [Fact]
    public void Read_waits_for_a_write_that_was_put_back_and_for_none_that_came_after_it()
    {
        Add(1, urgent: true);
        var kept = _queue.Take().ToArray();
        _queue.AddRead("read");
        Add(2, urgent: true);
        _queue.PutBack(kept);
        Assert.False(_queue.TryTakeRead(out _));

        Take();

        Assert.True(_queue.TryTakeRead(out _));
    }

    [Fact]
    public void What_is_given_up_waits_no_more()
    {
        Add(1, urgent: true);

        Assert.Equal([1], _queue.GiveUp().Select(write => write.Number));

        Assert.True(_queue.IsEmpty);
    }

    [Fact]
    public void Only_what_need_not_succeed_can_be_refused()
    {
        Add(1, urgent: true);
        _queue.Add(new Numbered(2, 0, mustSucceed: true), urgent: false);

        Assert.Equal([1], _queue.TakeRefusable().Select(write => write.Number));

        Assert.Equal([2], Take());
    }

    private bool Add(int number, bool urgent = false, long size = 0) => _queue.Add(new Numbered(number, size), urgent);

    private int[] Take() => [.. _queue.Take().Select(write => write.Number)];

    private sealed class Numbered(int number, long size, bool mustSucceed = false, string org = "") : QueuedWrite
    {
        public override string OrgId => org;

        public int Number => number;

        public override bool MustSucceed => mustSucceed;

        public override long Size => size;

        public override void Committed()
        {
        }

        public override void Failed(Exception error)
        {
        }
    }
}
