using System.Reflection;
using BangVang.App.Files;
using BangVang.App.Files.Uploads;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using BangVang.Web.Kernel;
using Shouldly;
using Xunit;

namespace BangVang.Web.Tests.Files;

public sealed class FileTextsTests
{
    public static TheoryData<string, string> Codes
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var problem in Problems()) { data.Add(problem.Code, "vi"); data.Add(problem.Code, "en"); }
            return data;
        }
    }

    [Theory, MemberData(nameof(Codes))]
    public void Every_refusal_has_a_sentence_that_asks_for_no_value_it_does_not_bring(string code, string language)
    {
        var problem = Problems().First(p => p.Code == code);
        var sentence = Texts.All(language).ShouldContainKeyAndValue(code);
        foreach (System.Text.RegularExpressions.Match place in Texts.Placeholder().Matches(sentence)) problem.Args.Keys.ShouldContain(place.Groups[1].Value);
    }

    [Fact]
    public void Both_languages_have_the_same_sentences() =>
        Texts.All("vi").Keys.Where(k => k.StartsWith("files.", StringComparison.Ordinal)).Order()
            .ShouldBe(Texts.All("en").Keys.Where(k => k.StartsWith("files.", StringComparison.Ordinal)).Order());

    /// <summary>Every refusal the two lists can make, with some value for each argument.</summary>
    private static List<Problem> Problems() => [.. new[] { typeof(FileProblems), typeof(UploadProblems) }.SelectMany(type =>
        type.GetFields(BindingFlags.Public | BindingFlags.Static).Select(f => (Problem)f.GetValue(null)!)
            .Concat(type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly).Where(m => m.ReturnType == typeof(Problem))
                .Select(m => (Problem)m.Invoke(null, [.. m.GetParameters().Select(Some)])!)))];

    private static object? Some(ParameterInfo parameter) => parameter.ParameterType switch
    {
        var t when t == typeof(string) => "x",
        var t when t == typeof(long) => 5L,
        var t when t == typeof(int) => 5,
        var t when t == typeof(IEnumerable<FileKind>) => new[] { FileKind.Pdf },
        _ => FileKind.Pdf,
    };
}

internal static class DictionaryShould
{
    public static TValue ShouldContainKeyAndValue<TValue>(this IReadOnlyDictionary<string, TValue> values, string key)
    {
        values.Keys.ShouldContain(key);
        return values[key];
    }
}
