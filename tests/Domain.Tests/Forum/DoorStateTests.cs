using System.Globalization;
using System.Text;
using BangVang.Domain.Forum.Door;
using BangVang.Domain.Forum.Registration;
using NodaTime;
using Shouldly;
using Xunit;

namespace BangVang.Domain.Tests.Forum;

/// <summary>Doors that are cut off from each other, merged in any order.</summary>
public sealed class DoorStateTests
{
    private static readonly Instant Opens = Instant.FromUtc(2027, 2, 2, 0, 0);
    private static readonly DoorList Hall = new() { Code = "hall", Name = new("Hội trường", "Hall"), Places = ["hall"], Gates = [] };
    private static readonly DoorTicket Confirmed = new("confirmed", "delegate", "hall");

    [Fact]
    public void Eight_lanes_offline_for_half_an_hour_merge_to_one_state_in_a_thousand_orders()
    {
        var random = new Random(20270202);
        var lanes = Lanes(random, lanes: 8, tickets: 1_200, scans: 3_000);
        var all = lanes.SelectMany(l => l).ToArray();
        all.Length.ShouldBe(3_000);

        var expected = DoorState.Of(all, _ => Hall);
        var digest = Digest(expected);
        for (var order = 0; order < 1_000; order++)
        {
            // Uploads are repeated when an answer is lost: some entries come twice.
            var arrived = all.Concat(random.GetItems(all, 200)).ToArray();
            random.Shuffle(arrived);
            Digest(DoorState.Of(arrived, _ => Hall)).ShouldBe(digest);
        }

        // Counted by hand: who was let in anywhere counts once; every further lane that let the same ticket in is named.
        var admissions = all.Where(e => e.Kind is DoorKind.Admit).GroupBy(e => e.CodeHash).ToDictionary(g => g.Key, g => g.ToList());
        expected.CheckinCount("hall").ShouldBe(admissions.Count);
        expected.Conflicts.Select(c => c.CodeHash).Order().ShouldBe(admissions.Where(a => a.Value.Count > 1).Select(a => a.Key).Order());
        expected.Conflicts.Count.ShouldBeGreaterThan(300);
        foreach (var conflict in expected.Conflicts)
            conflict.Others.Append(conflict.Counted).Select(e => e.Name).Order().ShouldBe(admissions[conflict.CodeHash].Select(e => e.Name).Order());
        (expected.CheckinCount("hall") + expected.Conflicts.Sum(c => c.Others.Count)).ShouldBe(admissions.Values.Sum(a => a.Count), "no admission is lost");
        expected.Faults.ShouldBeEmpty();
    }

    [Fact]
    public void Two_cut_off_lanes_that_admit_one_ticket_are_one_admission_and_one_conflict_with_both_entries()
    {
        var (a, b) = (Entry(1, 1, 0), Entry(2, 1, 5));
        foreach (var entries in new[] { new[] { a, b }, [b, a], [b, a, b] })
        {
            var state = DoorState.Of(entries, _ => Hall);
            (state.CheckinCount("hall"), state.InsideCount("hall")).ShouldBe((1, 1));
            var conflict = state.Conflicts.ShouldHaveSingleItem();
            (conflict.Counted, conflict.Others.Single()).ShouldBe((a, b));
        }
    }

    [Fact]
    public void An_undo_takes_back_what_it_names_whichever_comes_first()
    {
        var admitted = Entry(1, 1, 0);
        var undo = Entry(2, 1, 60) with { Kind = DoorKind.Undo, Undoes = admitted.Name };
        DoorState.Of([undo], _ => Hall).Faults.ShouldBeEmpty();
        foreach (var entries in new[] { new[] { admitted, undo }, [undo, admitted] })
        {
            var state = DoorState.Of(entries, _ => Hall);
            (state.CheckinCount("hall"), state.Conflicts.Count, state.Faults.Count).ShouldBe((0, 0, 0));
        }
        DoorState.Of([admitted, Entry(2, 1, 30), undo], _ => Hall).ShouldSatisfyAllConditions(s => s.CheckinCount("hall").ShouldBe(1), s => s.Faults.ShouldHaveSingleItem().Reason.ShouldBe("forked"));
        var wrong = undo with { CodeHash = TicketCode.HashOf("BV1X") };
        DoorState.Of([admitted, wrong], _ => Hall).ShouldSatisfyAllConditions(s => s.CheckinCount("hall").ShouldBe(1), s => s.Faults.Single().Reason.ShouldBe("undoes_another"));
    }

    [Fact]
    public void The_same_scan_decided_twice_is_one_admission_and_no_conflict()
    {
        var first = Entry(1, 1, 0);
        var state = DoorState.Of([first, first with { Counter = 2, At = first.At + Duration.FromSeconds(3) }], _ => Hall);
        (state.CheckinCount("hall"), state.Conflicts.Count).ShouldBe((1, 0));
    }

    [Fact]
    public void Going_out_and_coming_back_is_allowed_where_the_list_says_so()
    {
        DoorEntry[] entries = [Entry(1, 1, 0), Entry(1, 2, 60) with { Kind = DoorKind.Exit, Nonce = "out" }, Entry(1, 3, 120) with { Nonce = "again" }];
        DoorState.Of(entries, _ => Hall with { AllowEntryAfterExit = true }).ShouldSatisfyAllConditions(s => s.Conflicts.ShouldBeEmpty(), s => s.InsideCount("hall").ShouldBe(1));
        DoorState.Of(entries, _ => Hall).ShouldSatisfyAllConditions(s => s.Conflicts.Count.ShouldBe(1), s => s.InsideCount("hall").ShouldBe(0));
    }

    [Theory]
    [InlineData(null, "hall", 30, 0, "invalid")]
    [InlineData("awaiting_approval", "hall", 30, 0, "unapproved")]
    [InlineData("waiting", "hall", 30, 0, "unapproved")]
    [InlineData("cancelled", "hall", 30, 0, "canceled")]
    [InlineData("confirmed", "seoul", 30, 0, "product")]
    [InlineData("confirmed", "hall", -1, 0, "invalid_time")]
    [InlineData("confirmed", "hall", 600, 0, "invalid_time")]
    [InlineData("confirmed", "hall", 30, 1, "already_redeemed")]
    [InlineData("confirmed", "hall", 30, 0, null)]
    public void The_answer_at_the_gate_is_in_the_words_of_pretix(string? state, string place, int minute, int admitted, string? reason)
    {
        var window = new DoorWindow(Opens, Opens + Duration.FromHours(10));
        var answer = DoorRules.Decide(Hall, window, new(state, "delegate", place), new(admitted, admitted > 0, false), DoorKind.Admit, Opens + Duration.FromMinutes(minute), force: false);
        (answer.Reason, answer.IsIn).ShouldBe((reason, reason is null));
        var forced = DoorRules.Decide(Hall, window, new(state, "delegate", place), new(admitted, admitted > 0, false), DoorKind.Admit, Opens + Duration.FromMinutes(minute), force: true);
        forced.IsIn.ShouldBe(reason != "invalid");
    }

    /// <summary>Each lane decides by itself, by the same rules, with what it has seen itself.</summary>
    private static List<List<DoorEntry>> Lanes(Random random, int lanes, int tickets, int scans)
    {
        var ledgers = Enumerable.Range(0, lanes).Select(_ => new List<DoorEntry>()).ToList();
        var devices = Enumerable.Range(1, lanes).Select(Device).ToArray();
        for (var n = 0; n < scans; n++)
        {
            var (lane, code, at) = (random.Next(lanes), TicketCode.HashOf($"ticket {random.Next(tickets)}"), Opens + Duration.FromMilliseconds(random.Next(30 * 60 * 1000)));
            var admitted = ledgers[lane].Count(e => e.CodeHash == code && e.Kind is DoorKind.Admit);
            var answer = DoorRules.Decide(Hall, new(Opens, null), Confirmed, new(admitted, admitted > 0, false), DoorKind.Admit, at, force: false);
            ledgers[lane].Add(new(devices[lane], ledgers[lane].Count + 1, at, answer.IsIn ? DoorKind.Admit : DoorKind.Refuse, "hall", $"Cửa {lane + 1}", code, n.ToString(CultureInfo.InvariantCulture), Reason: answer.Reason));
        }
        return ledgers;
    }

    private static Guid Device(int n) => new(n, 0, 0, [0, 0, 0, 0, 0, 0, 0, 1]);

    private static DoorEntry Entry(int device, long counter, int second) =>
        new(Device(device), counter, Opens + Duration.FromSeconds(second), DoorKind.Admit, "hall", $"Cửa {device}", TicketCode.HashOf("BV1"), $"n{device}");

    private static string Digest(DoorState state)
    {
        var text = new StringBuilder();
        foreach (var t in state.Tickets.Values.OrderBy(t => t.List, StringComparer.Ordinal).ThenBy(t => t.CodeHash, StringComparer.Ordinal))
            text.Append(CultureInfo.InvariantCulture, $"{t.List} {t.CodeHash} {t.Admitted} {t.IsInside} {t.First?.Name} {t.Last?.Name}\n");
        foreach (var c in state.Conflicts) text.Append(CultureInfo.InvariantCulture, $"{c.CodeHash} {c.Counted.Name} {string.Join(' ', c.Others.Select(o => o.Name))}\n");
        foreach (var f in state.Faults) text.Append(CultureInfo.InvariantCulture, $"{f}\n");
        return text.ToString();
    }
}
