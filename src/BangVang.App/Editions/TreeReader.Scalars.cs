using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using BangVang.Domain.Editions;
using NodaTime;
using NodaTime.Text;

namespace BangVang.App.Editions;

/// <summary>Single values: texts, numbers, days, choices.</summary>
internal sealed partial class TreeReader
{
    private JsonNode? ReadScalar(YamlValue value, ScalarShape shape, string path)
    {
        if (value is not YamlText scalar) return Refuse(value, path, "edition.expected_text");
        if (scalar is { Quoted: false, Text: EditionJson.Unpublished }) return Refuse(value, path, "edition.cannot_be_unpublished");
        var text = scalar.Text.Trim().Normalize(NormalizationForm.FormC);
        if (text.Length == 0 || (!scalar.Quoted && text is "~" or "null")) return Refuse(value, path, "edition.value_empty");

        return shape.Notation switch
        {
            Notation.Text => text,
            Notation.Code => CodePattern().IsMatch(text) ? text : Refuse(value, path, "edition.code_malformed", ("value", text)),
            Notation.Integer => Number(scalar, Whole(text), shape, path, "edition.not_a_whole_number"),
            Notation.Hundredths => Number(scalar, Hundredths(text), shape, path, "edition.not_a_number"),
            Notation.Bytes => Number(scalar, Bytes(text), shape, path, "edition.not_a_size"),
            Notation.Boolean => text switch { "true" => true, "false" => false, _ => Refuse(value, path, "edition.not_true_or_false", ("value", text)) },
            Notation.Date => ReadDate(scalar, text, path),
            Notation.PartialDate => Day(text) is { } day ? LocalDatePattern.Iso.Format(day)
                : PartialDate.TryParse(text) is { } date ? date.ToString() : Refuse(value, path, "edition.not_a_date", ("value", text)),
            Notation.Share => Share.TryParse(text) is { } share ? share.ToString() : Refuse(value, path, "edition.not_a_share", ("value", text)),
            _ => shape.Choices.Contains(text) ? text : RefuseChoice(scalar, path, "edition.choice_unknown", shape.Choices),
        };
    }

    private JsonNode? Number(YamlText scalar, long? number, ScalarShape shape, string path, string code)
    {
        if (number is not { } value) return Refuse(scalar, path, code, ("value", scalar.Text));
        if (value >= shape.Min && value <= shape.Max) return value;
        return Refuse(scalar, path, "edition.number_out_of_range", ("value", scalar.Text), ("min", Written(shape.Min, shape)), ("max", Written(shape.Max, shape)));
    }

    /// <summary>A limit as the author would write it.</summary>
    private static string Written(long limit, ScalarShape shape) =>
        (shape.Notation is Notation.Hundredths ? limit / 100m : limit).ToString("0.##", CultureInfo.InvariantCulture);

    private JsonNode? ReadDate(YamlText scalar, string text, string path)
    {
        if (Day(text) is { } relative) return LocalDatePattern.Iso.Format(relative);
        if (DayZeroPattern().IsMatch(text)) return Refuse(scalar, path, "edition.day_zero_missing", ("value", text));
        return LocalDatePattern.Iso.Parse(text).Success ? text : Refuse(scalar, path, "edition.not_a_date", ("value", text));
    }

    /// <summary>"day0", "day0+30", "day0-7": counted from the day the edition is laid.</summary>
    private LocalDate? Day(string text)
    {
        if (DayZeroPattern().Match(text) is not { Success: true } match) return null;
        UsesDayZero = true;
        return dayZero?.PlusDays(match.Groups[1].Length == 0 ? 0 : int.Parse(match.Groups[1].Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture));
    }

    private static long? Whole(string text) =>
        WholePattern().IsMatch(text) && long.TryParse(text.Replace("_", ""), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number : null;

    private static long? Hundredths(string text) =>
        HundredthsPattern().IsMatch(text) && decimal.TryParse(text.TrimEnd('%', ' '), NumberStyles.Number, CultureInfo.InvariantCulture, out var number)
            && Math.Abs(number) < 1_000_000_000_000_000 ? (long)(number * 100) : null;

    private static long? Bytes(string text)
    {
        if (BytesPattern().Match(text) is not { Success: true } match) return null;
        var unit = match.Groups[2].Value switch { "KB" => 1L << 10, "MB" => 1L << 20, "GB" => 1L << 30, _ => 1L };
        return long.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) * unit;
    }

    [GeneratedRegex("^[a-z][a-z0-9_-]*$")] private static partial Regex CodePattern();
    [GeneratedRegex("^-?[0-9]+(_[0-9]+)*$")] private static partial Regex WholePattern();
    [GeneratedRegex(@"^-?[0-9]+(\.[0-9]{1,2})? ?%?$")] private static partial Regex HundredthsPattern();
    [GeneratedRegex("^([0-9]{1,9}) ?(KB|MB|GB)?$")] private static partial Regex BytesPattern();
    [GeneratedRegex("^day0([+-][0-9]{1,5})?$")] private static partial Regex DayZeroPattern();
}
