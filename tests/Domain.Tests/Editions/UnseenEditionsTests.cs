using BangVang.App.Editions;
using BangVang.Domain.Editions;
using NodaTime;
using Shouldly;
using Xunit;

namespace BangVang.Domain.Tests.Editions;

/// <summary>Awards that have little in common with the first programme need no code: other applicants, rounds, scales, tiers, ways to count.</summary>
public sealed class UnseenEditionsTests
{
    [Theory]
    [InlineData(0, 100, 1, "{ method: mean }", 1, 7351)]
    [InlineData(1, 5, 1, "{ method: median }", 2, 400)]
    [InlineData(0, 10, 0.5, "{ method: trimmed_mean, trim: 2 }", 5, 750)]
    [InlineData(0, 10, 0.25, "{ method: drop_high_low, drop_lowest: 1 }", 2, 775)]
    [InlineData(0, 20, 2, "{ method: drop_high_low, drop_highest: 1, drop_lowest: 1 }", 3, 1467)]
    public void Any_scale_and_aggregation_is_data(double min, double max, double step, string aggregate, int quorum, int expected)
    {
        var edition = Read(OneRound.Replace("MIN", $"{min}").Replace("MAX", $"{max}").Replace("STEP", $"{step}").Replace("AGGREGATE", aggregate).Replace("QUORUM", $"{quorum}"));
        var round = edition.ScoringRounds.Single();
        int[] scores = expected switch { 7351 => [7350, 7352], 400 => [300, 400, 500], 750 => [0, 700, 750, 750, 1000], 775 => [100, 750, 800], _ => [200, 1400, 1400, 1600, 2000] };
        round.Aggregate.Value.Of(scores).ShouldBe(expected);
        edition.Rubrics.Single().Scale.Marks.Last().ShouldBe((int)(max * 100));
        edition.MissingFor("judging").ShouldBeEmpty();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void One_to_four_scoring_rounds_follow_each_other(int rounds)
    {
        var phases = string.Concat(Enumerable.Range(1, rounds).Select(i => $"  - {{ code: p{i}, kind: scoring, name: {{ vi: V{i}, en: R{i} }}, opens: 2031-0{i + 2}-01, closes: 2031-0{i + 2}-20 }}\n"));
        var list = string.Concat(Enumerable.Range(1, rounds).Select(i => $"  - {{ kind: scoring, code: r{i}, name: {{ vi: V{i}, en: R{i} }}, phase: p{i}, panel_size: {i + 2}, quorum: {i}, rubric: all, aggregate: {{ method: mean }}, ties: [], shortlist: {{ per_category: {20 - i} }} }}\n"));
        var edition = Read($$"""
            programme: rounds
            year: 2031
            number: 1
            name: { vi: Giải nhiều vòng, en: Award of many rounds }
            zone: Asia/Ho_Chi_Minh
            phases:
              - { code: intake, kind: intake, name: { vi: Nhận, en: Intake }, opens: 2031-01-01, closes: 2031-02-10 }
            {{phases}}
            categories:
              - { code: only, name: { vi: Duy nhất, en: Only } }
            rubrics:
              - { code: all, name: { vi: Chung, en: General }, scale: { min: 0, max: 10, step: 0.1 }, criteria: [ { code: whole, name: { vi: Tất cả, en: All }, weight: 100 } ] }
            rounds:
            {{list}}
            tiers:
              - { code: winner, name: { vi: Giải nhất, en: Winner }, quota: { in_all: 1 } }
            """);
        edition.ScoringRounds.Select(r => r.Code).ShouldBe(Enumerable.Range(1, rounds).Select(i => $"r{i}"));
        Enumerable.Range(1, rounds).SelectMany(i => edition.MissingFor($"p{i}")).ShouldBeEmpty();
    }

    [Fact]
    public void A_students_award_with_individuals_and_category_rubrics_is_data()
    {
        var edition = Read("""
            programme: sinh-vien
            year: 2027
            number: 9
            name: { vi: Giải sinh viên, en: Students' prize }
            zone: Asia/Tokyo
            organisers:
              - { name: { vi: Trường A, en: School A }, part: host }
              - { name: { vi: Quỹ B, en: Fund B }, part: sponsor }
            decision: unpublished
            phases:
              - { code: nop-bai, kind: intake, name: { vi: Nộp bài, en: Entry }, opens: 2027-01-01, closes: 2027-01-31 }
              - { code: cham, kind: scoring, name: { vi: Chấm, en: Judging }, opens: 2027-02-01, closes: unpublished }
            eligibility:
              - { rule: applicant_kind_in, kinds: [individual, association], article: Điều 2 }
              - rule: any_of
                code: proof
                rules:
                  - { rule: users_at_least, count: 100 }
                  - { rule: holds_intellectual_property, kinds: [copyright, patent] }
            categories:
              - code: app
                name: { vi: Ứng dụng, en: App }
              - code: hardware
                name: { vi: Phần cứng, en: Hardware }
                eligibility:
                  - { rule: technology_readiness_at_least, level: 4, article: Điều 3 }
            forms:
              - code: bai
                name: { vi: Bài dự thi, en: Entry }
                phase: nop-bai
                sections:
                  - code: chung
                    title: { vi: Chung, en: General }
                    fields:
                      - { kind: video, code: clip, label: { vi: Video, en: Video }, required: true, max_seconds: 90 }
            rubrics:
              - { code: phan-mem, name: { vi: Phần mềm, en: Software }, scale: { min: 1, max: 5, step: 1 }, criteria: [ { code: idea, name: { vi: Ý tưởng, en: Idea }, weight: 100 } ] }
              - { code: phan-cung, name: { vi: Phần cứng, en: Hardware }, scale: { min: 0, max: 100, step: 5 }, criteria: [ { code: build, name: { vi: Chế tạo, en: Build }, weight: 100 } ] }
            rounds:
              - kind: scoring
                code: chung-ket
                name: { vi: Chung kết, en: Final }
                phase: cham
                panel_size: 7
                quorum: 5
                rubric: phan-mem
                rubric_by_category: { hardware: phan-cung }
                aggregate: { method: trimmed_mean, trim: 1 }
                ties: [ { by: median }, { by: submitted_earlier } ]
                hides_applicants: true
            tiers:
              - { code: grand, name: { vi: Giải đặc biệt, en: Grand prize }, quota: { in_all: 1 }, may_be_withheld: true }
              - { code: prize, name: { vi: Giải thưởng, en: Prize }, quota: { per_category: 3, by_category: { hardware: 0 } } }
            council: { size: 9, quorum: 75%, majority: { share: 2/3, of: present }, secret_ballot: true }
            """);

        edition.RubricFor(edition.ScoringRounds.Single(), "hardware")!.Scale.Step.ShouldBe(500);
        edition.RubricFor(edition.ScoringRounds.Single(), "app")!.Code.ShouldBe("phan-mem");
        edition.Tier("prize")!.Quota.Value.LimitFor("hardware").ShouldBe(0);
        edition.MissingFor("cham").ShouldBe([new("phases.cham.closes", Disputed: false)]);
        edition.WindowOf("nop-bai")!.Value.Start.ShouldBe(Instant.FromUtc(2026, 12, 31, 15, 0));
        edition.Council!.HasQuorum(7, 9).ShouldBeTrue();
        edition.Council.HasQuorum(6, 9).ShouldBeFalse();
        Eligibility.Advise(edition, new() { Applicant = Domain.Enterprises.ApplicantKind.Individual, Users = 100, TechnologyReadiness = 3 })
            .Select(v => (v.Category.Code, v.Verdict)).ShouldBe([("app", Verdict.Pass), ("hardware", Verdict.Fail)]);
    }

    private const string OneRound = """
        programme: scale
        year: 2031
        number: 1
        name: { vi: Thang điểm, en: Scales }
        zone: Asia/Ho_Chi_Minh
        phases:
          - { code: intake, kind: intake, name: { vi: Nhận, en: Intake }, opens: 2031-01-01, closes: 2031-02-10 }
          - { code: judging, kind: scoring, name: { vi: Chấm, en: Judging }, opens: 2031-03-01, closes: 2031-03-10 }
        categories:
          - { code: only, name: { vi: Duy nhất, en: Only } }
        rubrics:
          - { code: all, name: { vi: Chung, en: General }, scale: { min: MIN, max: MAX, step: STEP }, criteria: [ { code: whole, name: { vi: Tất cả, en: All }, weight: 100 } ] }
        rounds:
          - { kind: scoring, code: one, name: { vi: Một, en: One }, phase: judging, panel_size: 9, quorum: QUORUM, rubric: all, aggregate: AGGREGATE, ties: [] }
        tiers:
          - { code: winner, name: { vi: Giải nhất, en: Winner }, quota: { in_all: 1 } }
        """;

    private static Edition Read(string yaml)
    {
        var folder = Directory.CreateTempSubdirectory("bv_edition_").FullName;
        try
        {
            File.WriteAllText(Path.Combine(folder, "edition.yaml"), yaml);
            var reading = EditionReader.Read(folder);
            reading.Problems.Select(p => p.ToString()).ShouldBeEmpty();
            return reading.Edition!;
        }
        finally { Directory.Delete(folder, recursive: true); }
    }
}
