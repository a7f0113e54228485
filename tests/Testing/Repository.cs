namespace BangVang.Testing;

/// <summary>The files of this repository, wherever the tests were built.</summary>
public static class Repository
{
    /// <summary>The directory that holds <c>editions/</c>, <c>data/</c> and the solution.</summary>
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    private static string Find(string directory) => File.Exists(Path.Combine(directory, "BangVang.slnx"))
        ? directory
        : Find(Path.GetDirectoryName(directory) ?? throw new InvalidOperationException("The tests do not run inside the repository."));
}
