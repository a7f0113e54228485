using System.Reflection;
using System.Text.Json.Serialization;
using BangVang.Domain.Dossiers;
using BangVang.Domain.Editions;
using BangVang.Domain.Enterprises;
using BangVang.Testing;
using BangVang.Web.Dossiers;
using BangVang.Web.Kernel;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace BangVang.Web.Tests.Dossiers;

public sealed class EligibilityWordsTests
{
    private static readonly EligibilityRule[] Rules =
    [
        new LaunchedBy { Date = new(2025, 12, 31) }, new LaunchedOnOrAfter { Date = new(2020, 1, 1) }, new InPracticalUse(), new MadeInVietNam { Stages = [ProductionStage.Researched, ProductionStage.Designed, ProductionStage.Produced] },
        new CoreStageByVietnamese(), new UsersAtLeast { Count = 12_500 }, new RevenueMinimum { Amount = 1_000_000_000 }, new ForeignMarketPresence { Countries = 2 }, new TechnologyReadinessAtLeast { Level = 7 },
        new HoldsIntellectualProperty { Kinds = [IntellectualProperty.Patent, IntellectualProperty.Copyright] }, new TopicIn { Topics = ["ai"] }, new NotLaureateBefore { Years = 3 }, new NotLaureateBefore(),
        new MaxEntriesPerApplicant { Count = 2 }, new ApplicantKindIn { Kinds = [ApplicantKind.Enterprise, ApplicantKind.PublicService] }, new EstablishedUnderVietnameseLaw(), new EstablishedForAtMost { Years = 5 },
        new VietnameseShareAtLeast { Percent = 5_100 }, new EnterpriseSizeIn { Sizes = [EnterpriseSize.Micro, EnterpriseSize.Small] }, new Declares { Code = "own", Statement = new("Tự làm ra", "Own work") },
        new AnyOf { Rules = [new InPracticalUse(), new CoreStageByVietnamese()] }, new AllOf { Rules = [new InPracticalUse(), new CoreStageByVietnamese()] },
    ];

    private static readonly Edition Edition = ApplyEdition.Edition with
    {
        Categories = [ApplyEdition.Product with { Topics = [new() { Code = "ai", Name = new("Trí tuệ nhân tạo", "Artificial intelligence") }], Eligibility = Rules }],
    };

    [Theory]
    [InlineData("vi")]
    [InlineData("en")]
    public async Task Every_kind_of_rule_has_a_sentence_and_a_remedy_without_a_hole(string language)
    {
        Rules.Select(r => r.Kind).Distinct().Order().ShouldBe(typeof(EligibilityRule).GetCustomAttributes<JsonDerivedTypeAttribute>().Select(a => (string)a.TypeDiscriminator!).Order());
        await using var host = await WebHost.StartAsync();
        var words = host.Services.GetRequiredService<EligibilityWords>();
        using var _ = new Speaking(language);
        foreach (var rule in Rules)
            foreach (var verdict in new[] { "pass", "fail", "unknown" })
            {
                var told = rule.Check(new()) with { Reason = $"eligibility.{rule.Kind}.{verdict}", Remedy = $"eligibility.{rule.Kind}.remedy" };
                foreach (var sentence in new[] { words.Sentence(Edition, told), words.Remedy(Edition, told)! })
                {
                    sentence.ShouldNotContain("{");
                    sentence.ShouldNotContain("System.");
                    sentence.ShouldEndWith(sentence.Contains('”') && sentence[^1] is '”' ? "”" : ".");
                }
            }
    }

    [Theory]
    [InlineData("vi")]
    [InlineData("en")]
    public async Task Every_question_is_asked_in_words(string language)
    {
        await using var host = await WebHost.StartAsync();
        var words = host.Services.GetRequiredService<EligibilityWords>();
        var fields = host.Services.GetRequiredService<FieldWords>();
        using var _ = new Speaking(language);
        foreach (var question in FactQuestions.ForVisitor(Edition, Edition.Categories))
        {
            words.Question(question).ShouldContain("?");
            words.Question(question).ShouldNotContain("{");
            fields.Label(question.Field, [question]).ShouldBe(words.Question(question));
            foreach (var option in (question.Field as ChoiceField)?.Options ?? []) fields.OptionLabel(option).ShouldNotContain("_");
        }
    }

    [Fact]
    public async Task Numbers_and_lists_are_written_as_people_do()
    {
        await using var host = await WebHost.StartAsync();
        var words = host.Services.GetRequiredService<EligibilityWords>();
        using var _ = new Speaking("vi");
        Fail(new VietnameseShareAtLeast { Percent = 5_100 }).ShouldBe("người Việt Nam sở hữu dưới 51%.");
        Fail(new EnterpriseSizeIn { Sizes = [EnterpriseSize.Micro, EnterpriseSize.Small, EnterpriseSize.Medium] }).ShouldBe("doanh nghiệp không thuộc quy mô siêu nhỏ, nhỏ hoặc vừa.");
        Fail(new MadeInVietNam { Stages = [ProductionStage.Researched, ProductionStage.Designed] }).ShouldBe("chưa đủ các công đoạn nghiên cứu và thiết kế thực hiện tại Việt Nam.");
        Fail(new RevenueMinimum { Amount = 1_500_000_000, Of = RevenueOf.Product }).ShouldBe("doanh thu của sản phẩm thấp hơn 1.500.000.000 đồng.");
        Fail(new TopicIn { Topics = ["ai"] }).ShouldBe("sản phẩm không thuộc lĩnh vực của hạng mục (Trí tuệ nhân tạo).");
        Fail(new NotLaureateBefore()).ShouldBe("sản phẩm đã từng đoạt giải của chương trình.");

        string Fail(EligibilityRule rule) => words.Sentence(Edition, rule.Check(new()) with { Reason = $"eligibility.{rule.Kind}.fail" });
    }
}

/// <summary>Speaks a language for a while, as a request does.</summary>
internal sealed class Speaking : IDisposable
{
    private readonly System.Globalization.CultureInfo before = System.Globalization.CultureInfo.CurrentUICulture;

    public Speaking(string language) => System.Globalization.CultureInfo.CurrentUICulture = Languages.Of(language);

    public void Dispose() => System.Globalization.CultureInfo.CurrentUICulture = before;
}
