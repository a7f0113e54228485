using System.Text;
using BangVang.Judging.Affinity;
using Shouldly;
using Xunit;
using Xunit.Abstractions;

namespace BangVang.Judging.Tests.Affinity;

public sealed class TextAffinityTests(ITestOutputHelper output)
{
    /// <summary>25 panels of one juror for each of 20 areas; each dossier's own juror writes in its language in half of the pairs.</summary>
    [Fact]
    public void Of_500_dossiers_at_least_nine_in_ten_have_a_juror_of_their_area_among_the_first_three()
    {
        var (pairs, hits, first, across, hitsAcross) = (0, 0, 0, 0, 0);
        for (var panel = 0; panel < 25; panel++)
        {
            var random = new SeededRandom($"topics {panel}");
            var languages = Enumerable.Range(0, MadeUpTopics.Count).Select(_ => random.Next(2) == 0).ToArray();
            var dossiers = languages.Select((vi, area) => MadeUpTopics.Dossier(area, vi, random)).ToList();
            var jurors = languages.Select((vi, area) => MadeUpTopics.Juror(area, (area + panel) % 2 == 0 ? vi : !vi, random)).ToList();
            var near = TextAffinity.Of(dossiers, jurors);
            for (var area = 0; area < MadeUpTopics.Count; area++)
            {
                var own = near[area * MadeUpTopics.Count + area];
                // Others with the same number stand before: luck is no hit.
                var rank = 1 + Enumerable.Range(0, MadeUpTopics.Count).Count(j => j != area && near[area * MadeUpTopics.Count + j] >= own);
                pairs++;
                if (rank <= 3) hits++;
                if (rank == 1) first++;
                if ((area + panel) % 2 == 0) continue;
                across++;
                if (rank <= 3) hitsAcross++;
            }
        }
        output.WriteLine($"{hits} of {pairs} among the first three, {first} first; {hitsAcross} of {across} in two languages");
        (pairs, across).ShouldBe((500, 250));
        hits.ShouldBeGreaterThanOrEqualTo(450);
        hitsAcross.ShouldBeGreaterThanOrEqualTo(225);
    }

    [Theory]
    [InlineData("Giám sát an toàn thông tin và mã độc", 0)]
    [InlineData("Canh tác cây trồng trong nông nghiệp", 1)]
    [InlineData("Tax declarations and accounting", 2)]
    public void Vietnamese_typed_without_marks_is_understood(string dossier, int juror)
    {
        var near = TextAffinity.Of([dossier], ["an toan thong tin, ma doc", "nong nghiep, cay trong", "ke toan, thue"]);
        for (var other = 0; other < 3; other++)
            if (other != juror) near[juror].ShouldBeGreaterThan(near[other] + 0.1);
    }

    [Fact]
    public void An_empty_text_is_near_to_nothing_and_the_same_text_is_as_near_as_can_be()
    {
        var near = TextAffinity.Of(["", "An ninh mạng"], ["An ninh mạng", ""]);
        near.ShouldBe([0, 0, 1, 0]);
        TextAffinity.Of([], []).ShouldBeEmpty();
    }

    [Fact]
    public void The_order_of_the_texts_and_the_way_marks_are_composed_change_nothing()
    {
        var random = new SeededRandom("order");
        var dossiers = Enumerable.Range(0, MadeUpTopics.Count).Select(a => MadeUpTopics.Dossier(a, a % 2 == 0, random)).ToArray();
        var jurors = Enumerable.Range(0, MadeUpTopics.Count).Select(a => MadeUpTopics.Juror(a, a % 3 == 0, random)).ToArray();
        var near = TextAffinity.Of(dossiers, jurors);
        var turned = TextAffinity.Of([.. Enumerable.Reverse(dossiers).Select(d => d.Normalize(NormalizationForm.FormD))], [.. Enumerable.Reverse(jurors)]);
        Enumerable.Reverse(turned).ShouldBe(near);
    }
}
