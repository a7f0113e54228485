using BangVang.App.Editions;
using BangVang.Domain.Editions;
using BangVang.Domain.Enterprises;
using NodaTime;
using Shouldly;
using Xunit;

namespace BangVang.Domain.Tests.Editions;

/// <summary>What the shipped editions say: the archive as its sources state it, the demonstration complete and open.</summary>
public sealed class ShippedEditionsTests
{
    private static readonly LocalDate DayZero = new(2026, 11, 22);

    public static TheoryData<string> All => [.. Shipped.Keys];

    private static Edition Award(int year) => EditionReader.Read(Shipped.Folder($"make-in-viet-nam/{year}")).Edition!;

    private static Edition Demo => EditionReader.Read(Shipped.Folder("demo/2026"), DayZero).Edition!;

    [Theory, MemberData(nameof(All))]
    public void Every_shipped_edition_can_be_published(string key) =>
        EditionFolder.Check(Shipped.Folder(key)).Select(p => p.ToString()).ShouldBeEmpty();

    [Fact]
    public void All_six_editions_and_the_demonstrations_are_there() =>
        Shipped.Keys.ShouldBe(["demo-live/2026", "demo/2025", "demo/2026", .. Enumerable.Range(2020, 6).Select(y => $"make-in-viet-nam/{y}")]);

    [Theory]
    [InlineData(2020, 1, "1265/QĐ-BTTTT", "2020-07-28")]
    [InlineData(2021, 2, "771/QĐ-BTTTT", "2021-06-07")]
    [InlineData(2022, 3, "1013/QĐ-BTTTT", "2022-06-02")]
    [InlineData(2023, 4, null, null)]
    [InlineData(2024, 5, "1385/QĐ-BTTTT", "2024-08-19")]
    [InlineData(2025, 6, null, null)]
    public void Number_and_decision_are_those_of_the_sources(int year, int number, string? decision, string? date)
    {
        var edition = Award(year);
        edition.Number.ShouldBe(number);
        edition.Decision.IsPublished.ShouldBe(decision is not null);
        if (decision is not null) (edition.Decision.Value.Number, $"{edition.Decision.Value.Date:uuuu-MM-dd}").ShouldBe((decision, date));
    }

    [Theory]
    [InlineData(2020, null, "2020-10-20")]
    [InlineData(2021, "2021-06-20", "2021-10-10")]
    [InlineData(2022, "2022-06-22", "2022-10-15")]
    [InlineData(2023, "2023-08-02", "2023-10-02")]
    [InlineData(2024, "2024-08-22", "2024-10-22")]
    [InlineData(2025, "2025-09-04", "2025-10-22")]
    public void The_intake_ends_with_its_extension(int year, string? opens, string closes)
    {
        var intake = Award(year).PhaseOf(PhaseKind.Intake)!;
        intake.FirstDay.ShouldBe(opens is null ? null : NodaTime.Text.LocalDatePattern.Iso.Parse(opens).Value);
        $"{intake.LastDay:uuuu-MM-dd}".ShouldBe(closes);
    }

    [Fact]
    public void Statements_that_disagree_stand_side_by_side()
    {
        Award(2020).PhaseOf(PhaseKind.Intake)!.Opens.Variants.Select(v => (v.Value, v.Source.Single()))
            .ShouldBe([(new LocalDate(2020, 8, 10), "q20"), (new LocalDate(2020, 8, 20), "vir20")]);
        Award(2021).Tiers.Variants.Select(v => string.Join(", ", v.Value.Select(t => t.Name.Vi)))
            .ShouldBe(["Nhất, Nhì, Ba", "Vàng, Bạc, Đồng, Top 10"]);
    }

    [Fact]
    public void The_2021_deadline_was_moved_by_a_notice()
    {
        var extension = Award(2021).PhaseOf(PhaseKind.Intake)!.Extensions.Single();
        (extension.Notice, extension.Date).ShouldBe(("Thông báo số 183", new LocalDate(2021, 9, 20)));
    }

    [Theory]
    [InlineData(2020, 5)]
    [InlineData(2021, 5)]
    [InlineData(2022, 4)]
    [InlineData(2023, 5)]
    [InlineData(2024, 8)]
    [InlineData(2025, 8)]
    public void Each_year_has_its_own_categories(int year, int count) => Award(year).Categories.Count.ShouldBe(count);

    [Theory]
    [InlineData(2022)]
    [InlineData(2023)]
    [InlineData(2025)]
    public void A_foreign_invested_enterprise_needs_51_percent_vietnamese_shares(int year)
    {
        var rule = Award(year).Eligibility.OfType<VietnameseShareAtLeast>().Single();
        (rule.Percent, rule.AskedOf).ShouldBe((5100, ShareAskedOf.ForeignInvested));
    }

    [Theory]
    [InlineData(2021, EnterpriseSize.Medium, true)]
    [InlineData(2022, EnterpriseSize.Medium, true)]
    [InlineData(2023, EnterpriseSize.Medium, true)]
    [InlineData(2024, EnterpriseSize.Medium, false)]
    [InlineData(2025, EnterpriseSize.Medium, false)]
    [InlineData(2025, EnterpriseSize.Small, true)]
    [InlineData(2023, EnterpriseSize.Large, false)]
    public void The_potential_category_is_open_to_enterprises_of_these_sizes(int year, EnterpriseSize size, bool open)
    {
        var facts = new DossierFacts { Applicant = ApplicantKind.Enterprise, IsInnovativeStartup = false, Size = size };
        Award(year).Category("potential")!.Eligibility.Single().Check(facts).Verdict.ShouldBe(open ? Verdict.Pass : Verdict.Fail);
        Award(year).Category("potential")!.Eligibility.Single().Check(facts with { IsInnovativeStartup = true }).Verdict.ShouldBe(Verdict.Pass);
    }

    [Fact]
    public void Public_service_bodies_enter_the_potential_category_until_2023()
    {
        var body = new DossierFacts { Applicant = ApplicantKind.PublicService };
        new[] { 2021, 2022, 2023, 2024, 2025 }.Select(y => Award(y).Category("potential")!.Eligibility.Single().Check(body).Verdict)
            .ShouldBe([Verdict.Pass, Verdict.Pass, Verdict.Pass, Verdict.Fail, Verdict.Fail]);
    }

    [Theory]
    [InlineData(2020, "239 / - / 14")]
    [InlineData(2021, "Nearly 200 / - / 60")]
    [InlineData(2022, "218 / 162 / -")]
    [InlineData(2023, "277 / 171 / 43")]
    [InlineData(2024, "257 / 183 / -")]
    [InlineData(2025, "- / - / -")]
    public void Figures_are_stated_or_missing(int year, string figures)
    {
        var edition = Award(year);
        string.Join(" / ", new[] { FigureKind.Received, FigureKind.MeetingCriteria, FigureKind.Prizes }.Select(kind =>
            edition.FiguresOf(kind).SingleOrDefault(f => f.Tier is null) is { } f ? $"{(f.Exactness is Exactness.Exact ? "" : $"{f.Exactness} ")}{f.Value}" : "-")).ShouldBe(figures);
        edition.Figures.ShouldAllBe(f => f.Source.Count > 0);
    }

    [Fact]
    public void The_43_prizes_of_2023_were_4_gold_5_silver_and_6_bronze_among_others() =>
        Award(2023).FiguresOf(FigureKind.Prizes).Where(f => f.Tier is not null).Select(f => (f.Tier, f.Value)).ShouldBe([("gold", 4), ("silver", 5), ("bronze", 6)]);

    [Theory]
    [InlineData(2020)]
    [InlineData(2021)]
    [InlineData(2022)]
    [InlineData(2023)]
    [InlineData(2024)]
    [InlineData(2025)]
    public void No_points_quorum_or_quota_is_invented(int year)
    {
        var edition = Award(year);
        edition.Rubrics.ShouldBeEmpty();
        edition.Forms.ShouldBeEmpty();
        edition.Council.ShouldBeNull();
        edition.Appeals.ShouldBeNull();
        edition.ScoringRounds.ShouldAllBe(r => !r.Quorum.IsPublished && !r.PanelSize.IsPublished && !r.Rubric.IsPublished && !r.Aggregate.IsPublished && !r.Ties.IsPublished);
        edition.Tiers.Variants.SelectMany(v => v.Value).ShouldAllBe(t => !t.Quota.IsPublished && t.MinScore == null);
        edition.Sample.ShouldBeFalse();
    }

    [Theory]
    [InlineData(2020)]
    [InlineData(2021)]
    [InlineData(2022)]
    [InlineData(2023)]
    [InlineData(2024)]
    [InlineData(2025)]
    public void Every_statement_of_the_archive_has_its_source(int year)
    {
        var edition = Award(year);
        edition.Organisers.Select(o => o.Source).Concat(edition.Officials.Select(o => o.Source)).Concat(edition.Benefits.Select(b => b.Source))
            .Concat(edition.Milestones.Select(m => m.Source)).Concat(edition.Categories.Select(c => c.Source)).Concat(edition.Eligibility.Select(r => r.Source))
            .Concat(edition.Categories.SelectMany(c => c.Eligibility).Select(r => r.Source)).Concat(edition.StatedCriteria.Select(s => s.Source))
            .Concat(edition.Decision.Variants.Select(v => v.Source)).Concat(edition.Tiers.Variants.Select(v => v.Source)).Concat(edition.Rounds.Variants.Select(v => v.Source))
            .Concat(edition.Phases.SelectMany(p => p.Opens.Variants.Concat(p.Closes.Variants)).Select(v => v.Source)).Concat(edition.Phases.SelectMany(p => p.Extensions).Select(e => e.Source))
            .ShouldAllBe(source => source.Count > 0);
        edition.IsOpen(PhaseKind.Intake, Instant.FromUtc(year, 10, 1, 0, 0)).ShouldBeFalse("an archived edition has no form and opens nothing");
    }

    [Fact]
    public void The_demonstration_is_complete_and_its_call_is_open_on_day_zero()
    {
        EditionFolder.Missing(Shipped.Folder("demo/2026")).ShouldBeEmpty();
        var morning = DayZero.AtStartOfDayInZone(Demo.TimeZone).ToInstant();
        Demo.OpenPhases(morning).Select(p => p.Code).ShouldBe(["intake"]);
        Demo.Sample.ShouldBeTrue();
    }

    [Fact]
    public void The_demonstration_walks_through_all_phases_from_moment_to_moment()
    {
        var edition = Demo;
        var now = DayZero.AtStartOfDayInZone(edition.TimeZone).ToInstant();
        var seen = new List<string>();
        while (edition.NextMoment(now) is { } next)
        {
            now = next.At;
            seen.Add($"{next.At.InZone(edition.TimeZone).Date:uuuu-MM-dd} {string.Join("+", edition.OpenPhases(now).Select(p => p.Code))}");
        }
        seen.ShouldBe(
        [
            "2026-12-14 screening", "2026-12-25 preliminary", "2027-01-04 final", "2027-01-12 council", "2027-01-17 announcement+appeal",
            "2027-01-20 appeal", "2027-02-01 ", "2027-02-02 ceremony", "2027-02-03 ",
        ]);
    }

    [Fact]
    public void The_past_demonstration_is_complete_and_over_on_day_zero()
    {
        EditionFolder.Missing(Shipped.Folder("demo/2025")).ShouldBeEmpty();
        var past = EditionReader.Read(Shipped.Folder("demo/2025"), DayZero).Edition!;
        past.NextMoment(DayZero.PlusDays(-200).AtStartOfDayInZone(past.TimeZone).ToInstant()).ShouldBeNull();
        past.Sample.ShouldBeTrue();
    }

    [Fact]
    public void The_sample_weights_are_those_of_sao_khue_and_say_so()
    {
        var rubric = Demo.Rubrics.Single();
        rubric.Criteria.Select(c => (c.Weight / 100, string.Join("+", c.Parts.Select(p => p.Weight / 100))))
            .ShouldBe([(15, "60+40"), (20, "50+30+20"), (20, "60+40"), (15, "60+40"), (20, "40+30+30"), (10, "30+40+30")]);
        rubric.Note!.Vi.ShouldBe("Trọng số mẫu theo Sao Khuê 2024, không phải của giải này.");
    }

    [Fact]
    public void Three_jurors_suffice_for_both_rounds_of_the_demonstration() =>
        Demo.ScoringRounds.Select(r => (r.Code, r.PanelSize.Value, r.Quorum.Value)).ShouldBe([("preliminary", 3, 3), ("final", 3, 3)]);

    [Fact]
    public void The_forms_of_the_demonstration_use_every_kind_of_field() =>
        Demo.Forms.SelectMany(f => f.Fields).Select(f => f.GetType()).Distinct().Count().ShouldBe(10);

    [Theory]
    [InlineData("demo/2025")]
    [InlineData("demo/2026")]
    public void Every_article_the_demonstration_cites_is_in_its_sample_regulation(string key)
    {
        var regulation = File.ReadAllText(Path.Combine(Shipped.Folder(key), "quy-che-mau.md"));
        var cited = Directory.GetFiles(Shipped.Folder(key), "*.yaml", SearchOption.AllDirectories).SelectMany(File.ReadAllLines)
            .Select(line => System.Text.RegularExpressions.Regex.Match(line, "article: \"Quy chế mẫu, Điều (\\d+)(?: khoản (\\d+))?\"")).Where(m => m.Success).ToList();
        cited.Count.ShouldBeGreaterThan(60);
        foreach (var (article, paragraph) in cited.Select(m => (m.Groups[1].Value, m.Groups[2].Value)).Distinct())
        {
            var from = regulation.IndexOf($"**Điều {article}. ", StringComparison.Ordinal);
            from.ShouldBeGreaterThan(0, $"Điều {article}");
            var until = regulation.IndexOf("**Điều ", from + 1, StringComparison.Ordinal);
            if (paragraph.Length > 0) regulation[from..(until < 0 ? regulation.Length : until)].ShouldContain($"\n{paragraph}. ", customMessage: $"Điều {article} khoản {paragraph}");
        }
    }
}
