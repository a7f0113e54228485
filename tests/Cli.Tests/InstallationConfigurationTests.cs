using BangVang.App.Kernel;
using Shouldly;
using Xunit;

namespace BangVang.Cli.Tests;

public sealed class InstallationConfigurationTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("bangvang-settings-").FullName;

    [Theory]
    [InlineData("--data", "here")]
    [InlineData("--data=here")]
    public void A_data_directory_of_the_command_line_is_embedded_whatever_the_settings_say(params string[] args)
    {
        var options = InstallationConfiguration.Load(["--Database:Postgres", "Host=db", .. args]).Installation();
        options.Database.IsPostgres.ShouldBeFalse();
        options.DataDirectory.ShouldBe(Path.GetFullPath("here"));
        options.SqliteFile.ShouldBe(Path.Combine(Path.GetFullPath("here"), "bangvang.db"));
    }

    [Fact]
    public void The_command_line_wins_over_the_settings_file()
    {
        var file = Path.Combine(folder, "other.json");
        File.WriteAllText(file, """{ "DataDirectory": "/srv/award", "PublicUrl": "https://award.example" }""");
        var options = InstallationConfiguration.Load(["--config", file, "--PublicUrl", "https://golden.example"]).Installation();
        (options.DataDirectory, options.PublicUrl).ShouldBe(("/srv/award", "https://golden.example"));
    }

    [Fact]
    public void A_settings_file_that_was_named_must_be_there() =>
        Should.Throw<FileNotFoundException>(() => InstallationConfiguration.Load(["--config", Path.Combine(folder, "none.json")]));

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
