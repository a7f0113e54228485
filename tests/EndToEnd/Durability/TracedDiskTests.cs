using Shouldly;
using Xunit;

namespace BangVang.EndToEnd.Durability;

/// <summary>The reading of a trace finds what a power cut would take back, so that finding nothing means something.</summary>
public sealed class TracedDiskTests
{
    private const string
        Create = "7 openat(AT_FDCWD, \"/d/parts/u\", O_RDWR|O_CREAT|O_EXCL, 0600) = 9</d/parts/u>",
        Write = "7 pwrite64(9</d/parts/u>, \"%PDF\"..., 131072, 0) = 131072",
        SyncFile = "7 fsync(9</d/parts/u>) = 0",
        Rename = "7 rename(\"/d/parts/u\", \"/d/objects/ab\") = 0",
        SyncDirectory = "7 fsync(11</d/objects>) = 0",
        WriteLog = "7 pwrite64(5</d/bangvang.db-wal>, \"\\0\\1\"..., 4120, 32) = 4120",
        SyncLog = "7 fdatasync(5</d/bangvang.db-wal>) = 0",
        Answer = "8 sendto(12<TCP:[127.0.0.1:5080->127.0.0.1:40000]>, \"HTTP/1.1 204 No Content\\r\\nStored-File: 1\\r\\n\", 40, MSG_NOSIGNAL, NULL, 0) = 40";

    [Fact]
    public void What_was_synced_in_time_is_safe() =>
        Loose(Create, Write, SyncFile, Rename, SyncDirectory, WriteLog, SyncLog, Answer).ShouldBeEmpty();

    [Fact]
    public void A_file_that_was_written_and_not_synced_is_loose_under_its_new_name() =>
        Loose(Create, Write, Rename, SyncDirectory, WriteLog, SyncLog, Answer).ShouldBe(["objects/ab"]);

    [Fact]
    public void A_name_is_loose_until_its_directory_is_synced_after_the_rename() =>
        Loose(Create, Write, SyncFile, SyncDirectory, Rename, WriteLog, SyncLog, Answer).ShouldBe(["objects/ab"]);

    [Fact]
    public void A_database_log_without_a_sync_is_loose_as_with_synchronous_NORMAL() =>
        Loose(Create, Write, SyncFile, Rename, SyncDirectory, WriteLog, Answer).ShouldBe(["bangvang.db-wal"]);

    [Fact]
    public void A_log_that_is_written_again_after_its_sync_is_loose() => Loose(WriteLog, SyncLog, WriteLog, Answer).ShouldBe(["bangvang.db-wal"]);

    [Fact]
    public void A_sync_that_ends_after_the_answer_began_came_too_late() =>
        Loose(WriteLog, "7 fdatasync(5</d/bangvang.db-wal> <unfinished ...>", Answer, "7 <... fdatasync resumed>) = 0").ShouldBe(["bangvang.db-wal"]);

    [Fact]
    public void A_write_while_a_sync_runs_may_have_been_missed_by_it() =>
        Loose("7 fdatasync(5</d/bangvang.db-wal> <unfinished ...>", WriteLog.Replace("7 ", "9 ", StringComparison.Ordinal), "7 <... fdatasync resumed>) = 0", Answer).ShouldBe(["bangvang.db-wal"]);

    [Fact]
    public void A_sync_that_failed_made_nothing_last() =>
        Loose(WriteLog, "7 fdatasync(5</d/bangvang.db-wal>) = -1 EIO (Input/output error)", Answer).ShouldBe(["bangvang.db-wal"]);

    [Fact]
    public void A_new_directory_is_loose_until_the_one_above_is_synced() =>
        Loose("7 mkdir(\"/d/objects/ab\", 0777) = 0", Answer).ShouldBe(["objects/ab"]);

    private static IReadOnlyList<string> Loose(params string[] trace) =>
        new TracedDisk("/d", ["/d/parts", "/d/objects", "/d/bangvang.db", "/d/bangvang.db-wal"]).Answers(Trace.Read(trace)).ShouldHaveSingleItem().Loose;
}
