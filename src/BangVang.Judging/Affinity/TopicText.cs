using System.Globalization;
using System.Text;

namespace BangVang.Judging.Affinity;

/// <summary>Texts in Vietnamese and English as words.</summary>
internal static class TopicText
{
    private static readonly HashSet<string> Common = new(StringComparer.Ordinal)
    {
        "và", "của", "các", "cho", "trong", "là", "có", "được", "với", "để", "những", "một", "này", "đó", "từ", "về", "theo", "trên", "tại", "bằng", "khi", "ở", "ra", "vào", "đã",
        "sẽ", "đang", "không", "cũng", "như", "hoặc", "hay", "thì", "mà", "do", "bởi", "nhiều", "việc", "sự", "rất", "đến", "tôi", "chúng", "giúp", "năm",
        "the", "a", "an", "of", "and", "for", "in", "on", "to", "with", "by", "is", "are", "was", "were", "be", "been", "that", "this", "it", "its", "as", "at", "from", "or", "we",
        "our", "their", "they", "i", "my", "has", "have", "had", "which", "who", "can", "will", "not", "help", "year",
    };

    /// <summary>Lower case, marks composed, English plurals without their ending; everything but letters and digits parts words.</summary>
    public static string[] Words(string text)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        foreach (var c in text.Normalize(NormalizationForm.FormC).ToLowerInvariant().Append(' '))
        {
            if (char.IsLetterOrDigit(c)) word.Append(c);
            else if (word.Length > 0)
            {
                words.Add(Singular(word.ToString()));
                word.Clear();
            }
        }
        return [.. words];
    }

    /// <summary>A word that says nothing of a subject.</summary>
    public static bool IsCommon(string word) => Common.Contains(word);

    /// <summary>True when the text has a Vietnamese mark anywhere; false for English and for Vietnamese typed without marks.</summary>
    public static bool IsMarked(string[] words) => words.Any(word => word.Any(c => c > 127));

    /// <summary>đ as d, and no marks: how people write in haste.</summary>
    public static string WithoutMarks(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var c in text.Normalize(NormalizationForm.FormD))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(c) is not UnicodeCategory.NonSpacingMark) plain.Append(c switch { 'đ' => 'd', 'Đ' => 'D', _ => c });
        }
        return plain.ToString();
    }

    private static string Singular(string word) => word switch
    {
        { Length: > 4 } when word.EndsWith("ies", StringComparison.Ordinal) => word[..^3] + "y",
        { Length: > 3 } when word[^1] == 's' && word[^2] is not ('s' or 'u' or 'i') && word.All(char.IsAsciiLetter) => word[..^1],
        _ => word,
    };
}
