namespace BangVang.Testing;

/// <summary>Where the sources are: the folder with the solution, above the test program.</summary>
public static class Repository
{
    public static readonly string Root = Find(AppContext.BaseDirectory);

    private static string Find(string folder) =>
        File.Exists(Path.Combine(folder, "BangVang.slnx")) ? folder
        : Find(Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("BangVang.slnx is in no folder above the tests."));
}
