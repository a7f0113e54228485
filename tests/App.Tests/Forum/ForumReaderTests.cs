using BangVang.App.Forum;
using BangVang.Testing;
using NodaTime;
using Shouldly;
using Xunit;

namespace BangVang.App.Tests.Forum;

public sealed class ForumReaderTests
{
    [Fact]
    public void Every_shipped_forum_can_be_read()
    {
        var folders = Directory.GetDirectories(Path.Combine(Repository.Root, "forums"));
        folders.Length.ShouldBe(8);
        foreach (var folder in folders)
        {
            var reading = ForumReader.Read(folder, new LocalDate(2026, 1, 1));
            reading.Problems.ShouldBeEmpty();
            reading.Forum!.Slug.ShouldBe(Path.GetFileName(folder));
        }
    }

    [Theory]
    [InlineData("slug: demo-2026", "slug: Demo 2026", "edition.slug_malformed", 3)]
    [InlineData("zone: Asia/Singapore", "zone: Asia/Singapur", "edition.zone_unknown", 53)]
    [InlineData("kind: main", "kind: bridge_point", "edition.main_venue_missing", 37)]
    [InlineData("code: room-b,", "code: room-a,", "edition.code_twice", 47)]
    [InlineData("from: hall, to: foyer", "from: hall, to: foyeur", "edition.reference_unknown_near", 70)]
    [InlineData("kind: audio, language: ko, default: true", "kind: audio, default: true", "edition.language_missing", 106)]
    [InlineData("video-360, kind: video, default: true", "video-360, kind: captions, language: vi, default: true", "edition.video_missing", 98)]
    [InlineData("closes: day0+70", "closes: day0+80", "edition.registration_after_forum", 110)]
    [InlineData("venue: seoul, capacity: 80 }", "venue: seoul, capacity: 81 }", "edition.place_above_venue", 120)]
    [InlineData("      approval: true\n      reapproval: true", "      reapproval: true", "edition.reapproval_without_approval", 130)]
    [InlineData("kind: text, code: press-card, label", "kind: money, code: press-card, label", "edition.question_kind", 171)]
    [InlineData("sample: true", "sampel: true", "edition.key_misspelt", 13)]
    [InlineData("date: day0+72", "date: 31/12/2026", "edition.not_a_date", 15)]
    public void A_mistake_is_told_with_its_line(string right, string wrong, string code, int line)
    {
        var folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            var text = File.ReadAllText(Path.Combine(Repository.Root, "forums/demo-2026", ForumReader.FileName));
            text.ShouldContain(right);
            File.WriteAllText(Path.Combine(folder, ForumReader.FileName), text.Replace(right, wrong, StringComparison.Ordinal));
            var reading = ForumReader.Read(folder, new LocalDate(2026, 1, 1));
            reading.Forum.ShouldBeNull();
            reading.Problems.Select(p => (p.Code, p.At.Line)).ShouldContain((code, line), string.Join("\n", reading.Problems));
        }
        finally { Directory.Delete(folder, recursive: true); }
    }

    [Fact]
    public void A_folder_without_the_file_is_told_so() =>
        ForumReader.Read(Path.Combine(Repository.Root, "forums")).Problems.ShouldHaveSingleItem().Code.ShouldBe("edition.file_missing");
}
