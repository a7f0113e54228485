using System.Collections;
using BangVang.App.Editions;
using BangVang.Domain.Dossiers;
using BangVang.Domain.Editions;
using BangVang.Domain.Enterprises;
using BangVang.Domain.Kernel;
using BangVang.Web.Kernel;
using NodaTime;

namespace BangVang.Web.Dossiers;

/// <summary>Rules, verdicts and questions in plain words of the reader's language.</summary>
public sealed class EligibilityWords(Texts texts)
{
    /// <summary>What the rule found, to stand behind a colon: "sản phẩm ra mắt sau ngày 31/12/2025."</summary>
    public string Sentence(Edition edition, RuleVerdict rule) => texts.Of(Key(rule.Reason, rule.Args), Args(edition, rule.Args));

    /// <summary>What would change it; null when the rule passes.</summary>
    public string? Remedy(Edition edition, RuleVerdict rule) => rule.Remedy is null ? null : texts.Of(Key(rule.Remedy, rule.Args), Args(edition, rule.Args));

    /// <summary>The question that asks for a fact.</summary>
    public string Question(FactQuestion question) => question.Statement is { } statement
        ? texts["eligibility.question_declares", ("statement", statement.In(Languages.Current))]
        : texts[$"eligibility.question_{question.Code}"];

    /// <summary>What a fact is called: "ngày ra mắt".</summary>
    public string Fact(Fact fact) => EditionWords.Choice(fact).In(Languages.Current);

    /// <summary>A refusal by a rule as one sentence, with what would change it; every other problem as it is.</summary>
    public Problem Explain(Edition edition, Problem problem) => problem.Args.GetValueOrDefault("rule") is not RuleVerdict rule ? problem
        : problem with { Args = new Dictionary<string, object> { ["reason"] = Begun(Sentence(edition, rule)), ["remedy"] = Remedy(edition, rule) ?? "" } };

    private static string Begun(string sentence) => char.ToUpper(sentence[0], System.Globalization.CultureInfo.InvariantCulture) + sentence[1..];

    /// <summary>"siêu nhỏ, nhỏ hoặc vừa".</summary>
    public string Size(EnterpriseSize size) => EditionWords.Choice(size).In(Languages.Current);

    /// <summary>A rule without its optional number has sentences of its own.</summary>
    private string Key(string key, IReadOnlyDictionary<string, object> args) => args.Count == 0 && texts.Has($"{key}_ever") ? $"{key}_ever" : key;

    private Dictionary<string, object> Args(Edition edition, IReadOnlyDictionary<string, object> args) =>
        args.ToDictionary(a => a.Key, a => Said(edition, a.Key, a.Value));

    private object Said(Edition edition, string name, object value) => value switch
    {
        LocalDate or string => value,
        LocalizedText text => text.In(Languages.Current),
        Enum choice => EditionWords.Choice(choice).In(Languages.Current),
        _ when name == "percent" => Writing.Current.Number(Convert.ToInt32(value, System.Globalization.CultureInfo.InvariantCulture) / 100m, 2) + "%",
        _ when name == "amount" => Writing.Current.Money(Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture)),
        IEnumerable<string> topics => Join(topics.Select(code => Topic(edition, code)), texts["eligibility.or"]),
        IEnumerable<ProductionStage> stages => Join(stages.Select(s => EditionWords.Choice(s).In(Languages.Current)), texts["eligibility.and"]),
        IEnumerable several => Join(several.Cast<Enum>().Select(c => EditionWords.Choice(c).In(Languages.Current)), texts["eligibility.or"]),
        _ => value,
    };

    private static string Topic(Edition edition, string code) =>
        edition.Categories.SelectMany(c => c.Topics).FirstOrDefault(t => t.Code == code)?.Name.In(Languages.Current) ?? code;

    /// <summary>"a, b hoặc c".</summary>
    private static string Join(IEnumerable<string> words, string last)
    {
        var all = words.ToList();
        return all.Count < 2 ? string.Concat(all) : $"{string.Join(", ", all[..^1])} {last} {all[^1]}";
    }
}
