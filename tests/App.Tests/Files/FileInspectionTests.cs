using System.Diagnostics;
using BangVang.App.Files;
using BangVang.Domain.Editions;
using BangVang.Testing.Files;
using Shouldly;
using Xunit;

namespace BangVang.App.Tests.Files;

public sealed class FileInspectionTests
{
    private const long Plenty = 1L << 40;

    public static TheoryData<string> Titles => [.. FileCorpus.All.Keys];

    [Theory, MemberData(nameof(Titles))]
    public void A_file_is_judged_by_its_bytes(string title)
    {
        var file = FileCorpus.All[title];
        Verdict(file.Bytes, file.Name).ShouldBe(file.Code);
    }

    [Fact]
    public void The_corpus_is_large_enough_to_mean_something()
    {
        FileCorpus.All.Count.ShouldBeGreaterThan(800);
        FileCorpus.All.Values.Count(f => f.Code is null).ShouldBeGreaterThan(100);
    }

    [Theory]
    [InlineData(FileKind.Pdf, FileKind.Docx)]
    [InlineData(FileKind.Png, FileKind.Jpeg)]
    public void A_good_file_of_a_kind_not_wanted_here_is_refused_by_name_of_both(FileKind kind, FileKind wanted)
    {
        FileInspection.Inspect(new MemoryStream(SampleFiles.Of(kind)), SampleFiles.NameOf(kind), new HashSet<FileKind> { wanted }, Plenty).TryGet(out _, out var problem).ShouldBeFalse();
        problem!.Code.ShouldBe("files.kind_not_accepted");
        problem.Args["kind"].ShouldBe(kind.Label());
        problem.Args["accepted"].ShouldBe(wanted.Label());
    }

    [Fact]
    public void The_largest_size_is_allowed_and_one_byte_more_is_not()
    {
        var bytes = SampleFiles.Of(FileKind.Pdf);
        FileInspection.Inspect(new MemoryStream(bytes), "x.pdf", FileKinds.All, bytes.Length).TryGet(out var found, out _).ShouldBeTrue();
        found.ShouldBe(new(FileKind.Pdf, "x.pdf", bytes.Length));
        FileInspection.Inspect(new MemoryStream(bytes), "x.pdf", FileKinds.All, bytes.Length - 1).TryGet(out _, out var problem).ShouldBeFalse();
        problem!.Code.ShouldBe("files.too_large");
    }

    [Fact]
    public void Detection_alone_names_the_kind_and_forgives_what_is_inside()
    {
        foreach (var kind in FileKinds.All) FileInspection.Detect(new MemoryStream(SampleFiles.Of(kind))).ShouldBe(kind);
        FileInspection.Detect(new MemoryStream(FileCorpus.All["pdf with a script"].Bytes)).ShouldBe(FileKind.Pdf);
        FileInspection.Detect(new MemoryStream([])).ShouldBeNull();
        FileInspection.Detect(new MemoryStream("<svg/>"u8.ToArray())).ShouldBeNull();
    }

    [Fact]
    public void What_is_wrong_deep_inside_is_said_of_the_kind_people_know()
    {
        var file = FileCorpus.All["zip with a wrong checksum"];
        FileInspection.Inspect(new MemoryStream(file.Bytes), file.Name, FileKinds.All, Plenty).TryGet(out _, out var problem).ShouldBeFalse();
        problem!.Args["kind"].ShouldBe("DOCX");
    }

    /// <summary>Several thousand broken relatives of the corpus: each gets a verdict, none an exception, none takes long.</summary>
    [Theory]
    [InlineData(1), InlineData(2), InlineData(3), InlineData(4)]
    public void Broken_bytes_never_break_the_inspection(int seed)
    {
        var chance = new Random(seed);
        var small = FileCorpus.All.Values.Where(f => f.Bytes.Length is > 0 and < 20_000).ToList();
        var slowest = TimeSpan.Zero;
        for (var i = 0; i < 2_500; i++)
        {
            var file = small[chance.Next(small.Count)];
            var bytes = Mutated(file.Bytes, small[chance.Next(small.Count)].Bytes, chance);
            var watch = Stopwatch.StartNew();
            Should.NotThrow(() => Verdict(bytes, file.Name), $"seed {seed}, round {i}, from '{file.Title}'");
            if (watch.Elapsed > slowest) slowest = watch.Elapsed;
        }
        slowest.ShouldBeLessThan(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public void A_large_file_is_read_in_blocks()
    {
        using var film = new Film(length: 3L << 30);
        var before = GC.GetAllocatedBytesForCurrentThread();
        FileInspection.Inspect(film, "x.mp4", FileKinds.All, Plenty).TryGet(out var found, out _).ShouldBeTrue();
        found!.Bytes.ShouldBe(3L << 30);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(1 << 20);
    }

    [Fact]
    public void A_bomb_costs_little_before_it_is_refused()
    {
        var bomb = OfficeSample.Of(FileKind.Docx);
        for (var i = 0; i < 300; i++) bomb.Part($"word/media/{i}.bin", new byte[4 << 20]);
        var bytes = bomb.ToBytes();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Verdict(bytes, "x.docx").ShouldBe("files.archive_bomb");
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(4 << 20);
    }

    private static string? Verdict(byte[] bytes, string name) =>
        FileInspection.Inspect(new MemoryStream(bytes), name, FileKinds.All, Plenty).TryGet(out _, out var problem) ? null : problem.Code;

    private static byte[] Mutated(byte[] bytes, byte[] other, Random chance)
    {
        var result = bytes.ToList();
        for (var i = chance.Next(1, 6); i > 0 && result.Count > 0; i--)
        {
            var at = chance.Next(result.Count);
            switch (chance.Next(7))
            {
                case 0: result[at] ^= (byte)(1 << chance.Next(8)); break;
                case 1: result[at] = (byte)chance.Next(256); break;
                case 2: result.RemoveRange(at, Math.Min(chance.Next(1, 40), result.Count - at)); break;
                case 3: result.InsertRange(at, other.Skip(chance.Next(other.Length)).Take(chance.Next(1, 200))); break;
                case 4: result.RemoveRange(at, result.Count - at); break;
                case 5: for (var k = at; k < Math.Min(at + 4, result.Count); k++) result[k] = 0xFF; break;
                case 6: result.InsertRange(at, result.GetRange(at, Math.Min(chance.Next(1, 100), result.Count - at))); break;
            }
        }
        return [.. result];
    }

    /// <summary>A film of three boxes, the last of which is as long as asked and holds zeros.</summary>
    private sealed class Film(long length) : Stream
    {
        private static readonly byte[] Start = MediaSample.Mp4();
        public override int Read(Span<byte> buffer)
        {
            var count = (int)Math.Min(buffer.Length, length - Position);
            buffer[..count].Clear();
            byte[] head = [.. Start, 0, 0, 0, 0, .. "mdat"u8];
            if (Position < head.Length) head.AsSpan((int)Position, (int)Math.Min(count, head.Length - Position)).CopyTo(buffer);
            Position += count;
            return count;
        }
        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));
        public override bool CanRead => true;
        public override bool CanSeek => true;
        public override bool CanWrite => false;
        public override long Length => length;
        public override long Position { get; set; }
        public override void Flush() { }
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
