using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using BangVang.App.Editions;
using BangVang.Domain.Editions;
using NodaTime;
using Shouldly;
using Xunit;

namespace BangVang.Domain.Tests.Editions;

public sealed class SnapshotTests
{
    private static readonly LocalDate DayZero = new(2026, 11, 22);

    public static TheoryData<string> All => [.. Shipped.Keys];

    [Theory, MemberData(nameof(All))]
    public void An_edition_is_rebuilt_from_its_bytes_exactly(string key)
    {
        var edition = EditionReader.Read(Shipped.Folder(key), DayZero).Edition!;
        var bytes = EditionJson.Bytes(edition);
        EditionJson.Bytes(EditionJson.Read(Encoding.UTF8.GetString(bytes))).ShouldBe(bytes);
    }

    [Fact]
    public void The_bytes_hold_whole_numbers_only_and_sorted_keys()
    {
        var json = JsonNode.Parse(EditionFolder.Snapshot(Shipped.Folder("demo/2026"), DayZero)!.Value.Content)!;
        json["rubrics"]![0]!["scale"]!["step"]!.GetValue<int>().ShouldBe(50);
        json["rubrics"]![0]!["criteria"]![0]!["weight"]!.GetValue<int>().ShouldBe(1500);
        json["tiers"]![0]!["min_score"]!.GetValue<int>().ShouldBe(850);
        json["phases"]![1]!["opens"]!.ToString().ShouldBe("2026-11-15");
        json.AsObject().Select(p => p.Key).ShouldBe(json.AsObject().Select(p => p.Key).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_hash_is_of_the_meaning_and_not_of_the_spelling()
    {
        var folder = Directory.CreateTempSubdirectory("bv_edition_").FullName;
        try
        {
            var complete = Path.Combine(Shipped.Root, "tests/Domain.Tests/Editions/complete");
            var text = File.ReadAllText(Path.Combine(complete, "edition.yaml"));
            File.Copy(Path.Combine(complete, "regulation.txt"), Path.Combine(folder, "regulation.txt"));
            string Hash(string yaml)
            {
                File.WriteAllText(Path.Combine(folder, "edition.yaml"), yaml);
                return EditionFolder.Snapshot(folder)!.Value.Sha256;
            }
            var hash = Hash(text);
            hash.ShouldBe(EditionFolder.Snapshot(complete)!.Value.Sha256);

            Hash("# a remark\n" + text.Replace("percent: 51", "percent: 51.00%").Replace("max_bytes: 5 MB", "max_bytes: 5242880").Replace("source: law", "source: [law]")).ShouldBe(hash);
            Hash(text.Replace("name: { vi: Giải thưởng thử,", "name: { vi: \"Giải thưởng thử\",".Normalize(NormalizationForm.FormD))).ShouldBe(hash);
            Hash(text.Replace("panel_size: 5\n    quorum: 3", "quorum: 3\n    panel_size: 5")).ShouldBe(hash);
            Hash(text.Replace("percent: 51", "percent: 51.01")).ShouldNotBe(hash);
            File.AppendAllText(Path.Combine(folder, "regulation.txt"), ".");
            Hash(text).ShouldNotBe(hash);
        }
        finally { Directory.Delete(folder, recursive: true); }
    }

    [Fact]
    public void Unknown_content_is_a_fault_and_no_half_edition() =>
        Should.Throw<JsonException>(() => EditionJson.Read("""{"programme":"x","surprise":1}"""));

    [Fact]
    public void A_published_value_keeps_its_sources_and_disagreement()
    {
        var edition = EditionReader.Read(Shipped.Folder("make-in-viet-nam/2021")).Edition!;
        var again = EditionJson.Read(Encoding.UTF8.GetString(EditionJson.Bytes(edition)));
        again.Tiers.IsDisputed.ShouldBeTrue();
        again.Tiers.Variants.Select(v => (v.Source[0], v.Value[0].Name.Vi)).ShouldBe([("s1", "Nhất"), ("xs21", "Vàng")]);
        again.Rounds.Variants.Single().Source.ShouldBe(["s1"]);
        again.ScoringRounds[0].Quorum.IsPublished.ShouldBeFalse();
    }
}
