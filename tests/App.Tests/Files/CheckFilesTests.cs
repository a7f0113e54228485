using System.Text;
using BangVang.App.Files;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using BangVang.Domain.People;
using BangVang.Testing;
using NodaTime;
using Shouldly;
using Xunit;

namespace BangVang.App.Tests.Files;

public sealed class CheckFilesTests : IDisposable
{
    private static readonly Instant Now = Instant.FromUtc(2026, 10, 1, 3, 0);

    private readonly string folder = Directory.CreateTempSubdirectory("bangvang-files-").FullName;

    private DiskFileStore Store => new(new() { Directory = folder });

    [Theory, Engines]
    public async Task A_file_that_is_lost_or_has_decayed_is_named_by_its_hash(Engine engine)
    {
        await using var test = await TestDb.CreateAsync(engine);
        await using var db = test.Open();
        var owner = Person.New(Now, "an@example.vn", "Nguyễn Văn An", "vi");
        db.People.Add(owner);
        var hashes = new List<string>();
        foreach (var text in new[] { "kept", "lost", "decayed" })
        {
            var content = await Store.PutAsync(new MemoryStream(Encoding.UTF8.GetBytes(text)), default);
            db.StoredFiles.Add(new()
            {
                Id = Ids.New(Now), OwnerId = owner.Id, PurposeKind = "test", SubjectId = Ids.New(Now), Field = "f", Name = $"{text}.pdf",
                Kind = FileKind.Pdf, Bytes = content.Bytes, Sha256 = content.Sha256, CreatedAt = Now,
            });
            hashes.Add(content.Sha256);
        }
        await db.SaveChangesAsync();
        (await new CheckFiles(db, Store).RunAsync(default)).Holds.ShouldBeTrue();

        File.Delete(PathOf(hashes[1]));
        await File.WriteAllTextAsync(PathOf(hashes[2]), "decaxed");
        (await new CheckFiles(db, Store).RunAsync(default)).Offenders.ShouldBe([$"{hashes[1]} is missing", $"{hashes[2]} is damaged"], ignoreOrder: true);
    }

    private string PathOf(string sha256) => Directory.EnumerateFiles(folder, sha256, SearchOption.AllDirectories).Single();

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
