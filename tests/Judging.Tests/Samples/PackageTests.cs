using System.Diagnostics;
using System.IO.Compression;
using System.Xml.Linq;
using Shouldly;
using Xunit;

namespace BangVang.Judging.Tests.Samples;

/// <summary>What somebody gets who takes the library alone.</summary>
public sealed class PackageTests
{
    [Fact]
    public async Task The_package_says_what_it_is_and_depends_on_nothing()
    {
        var folder = Directory.CreateTempSubdirectory("bv-pack-").FullName;
        try
        {
            await PackAsync(folder);
            using var package = ZipFile.OpenRead(Directory.GetFiles(folder, "*.nupkg").Single());
            await using var described = package.GetEntry("BangVang.Judging.nuspec")!.Open();
            var metadata = (await XDocument.LoadAsync(described, LoadOptions.None, default)).Root!.Elements().Single();
            string? Of(string name) => metadata.Elements().SingleOrDefault(e => e.Name.LocalName == name)?.Value;

            (Of("id"), Of("license"), Of("readme"), Of("authors")).ShouldBe(("BangVang.Judging", "Apache-2.0", "README.md", "The Bảng Vàng contributors"));
            Of("description").ShouldNotBeNull().ShouldContain("No dependencies");
            metadata.Descendants().ShouldNotContain(e => e.Name.LocalName == "dependency");
            new[] { "lib/net10.0/BangVang.Judging.dll", "lib/net10.0/BangVang.Judging.xml", "README.md", "NOTICE" }.Except(package.Entries.Select(e => e.FullName)).ShouldBeEmpty();
        }
        finally { Directory.Delete(folder, recursive: true); }
    }

    private static async Task PackAsync(string folder)
    {
        var built = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar)).Parent!.Name;
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
        string[] arguments = ["pack", Path.Combine(NotebookTests.Root, "src", "BangVang.Judging"), "--no-build", "--no-restore", "-c", built, "-o", folder, "-nologo"];
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var said = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0, said);
    }
}
