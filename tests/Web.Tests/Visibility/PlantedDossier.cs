using System.Text.Json.Nodes;
using BangVang.App.Dossiers;
using BangVang.App.Enterprises;
using BangVang.App.Files;
using BangVang.App.Files.Uploads;
using BangVang.Domain.Dossiers;
using BangVang.Domain.Editions;
using BangVang.Domain.Enterprises;
using BangVang.Domain.Kernel;
using BangVang.Testing;
using BangVang.Testing.Files;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using NodaTime.Text;

namespace BangVang.Web.Tests.Visibility;

/// <content>A dossier from the first step to the receipt, as an applicant makes it.</content>
internal sealed partial class PlantedAward
{
    private async Task<AwardDossier> SubmittedAsync(Actor actor, string organisation, string product, int number, bool isPlanted, string category = Category)
    {
        var profile = new EnterpriseProfile
        {
            Name = organisation, Kind = ApplicantKind.Enterprise, LegalForm = LegalForm.JointStock, EstablishedOn = new LocalDate(2016, 3, 1), IsUnderVietnameseLaw = true, HasForeignCapital = false,
            Sector = EnterpriseSector.Services, Employees = 40, Revenue = 4_000_000_000, Capital = 2_000_000_000, ProvinceCode = "01",
            Address = isPlanted ? "Số 1 phố zqdiachi" : "Phố Minh họa", Phone = isPlanted ? "0987654321" : null,
        };
        var enterprise = Whole(await Act<RegisterEnterprise, Outcome<Guid>>(a => a.RunAsync(actor, TaxCodeOf(number), profile, default)));
        var form = AwardWorld.Edition.FormFor(AwardWorld.Edition.PhaseOf(PhaseKind.Intake)!.Code, category)!;
        var facts = FactQuestions.ForDossier(AwardWorld.Edition, AwardWorld.Edition.Category(category)!, form).ToDictionary(q => q.FieldCode, q => AnswerOf(q.Field, isPlanted));
        var id = Whole(await Act<StartDossier, Outcome<Guid>>(a => a.RunAsync(actor, new(Key, enterprise, category, product, facts), default)));
        Done(await Act<ConfirmProfile, Problem?>(a => a.RunAsync(actor, id, 1, default)));
        Done(await Act<SaveAnswers, Result<SaveOutcome>>(a => a.RunAsync(
            actor, id, [.. form.Fields.Where(f => f is not (FileField or DeclarationField)).Select(f => new FieldSave(f.Code, AnswerOf(f, isPlanted), null))], default)));
        await AttachAsync(actor, id, isPlanted);
        foreach (var field in form.Fields.OfType<DeclarationField>()) Done(await Act<SignDeclaration, Problem?>(a => a.RunAsync(actor, id, field.Code, actor.Name, default)));
        Whole(await Act<SubmitDossier, Outcome<SubmissionReceipt>>(a => a.RunAsync(actor, id, default)));
        if (isPlanted)
        {
            Now(World.Clock.Now + Duration.FromMinutes(5));
            Whole(await Act<StartDossier, Outcome<Guid>>(a => a.RunAsync(actor, new(Key, enterprise, Category, "zqbannhap", facts), default)));
        }
        return new(id, await Host.WithDbAsync(db => db.Dossiers.Where(d => d.Id == id).Select(d => d.Reference).SingleAsync()), product, category, actor);
    }

    private async Task AttachAsync(Actor actor, Guid id, bool isPlanted)
    {
        var pdf = isPlanted ? new PdfSample().Between("% zqnoidungtep\n") : new PdfSample();
        await using var content = new MemoryStream(pdf.ToBytes());
        var file = Done(await Act<ReceiveForm, Result<StoredFile>>(a => a.RunAsync(actor, new(AttachFile.Purpose, id, "description-file"), isPlanted ? "zqtentep.pdf" : "thuyet-minh.pdf", content, default)));
        Done(await Act<AttachFile, Problem?>(a => a.RunAsync(actor, id, "description-file", file.Id, null, default)));
    }

    /// <summary>An answer the field accepts and no rule refuses, with its secret where it has one.</summary>
    private static JsonNode? AnswerOf(FormField field, bool isPlanted) => field switch
    {
        TextField { Public: true } text => Words(text, isPlanted ? $"zqtomtat: làm thủ tục tại một nơi. {Markup}" : "Dữ liệu mở cho mọi người."),
        TextField text => Words(text, isPlanted ? $"zqtraloi: nội dung thuyết minh. {Markup}" : "Nội dung thuyết minh."),
        NumberField number => JsonValue.Create(Math.Clamp(600, number.Min ?? 0, number.Max ?? long.MaxValue)),
        MoneyField => JsonValue.Create(1_500_000_000L),
        DateField => JsonValue.Create(LocalDatePattern.Iso.Format(AwardWorld.DayZero.PlusDays(-400))),
        ChoiceField { Fact: Fact.LaureateYears } => null,
        ChoiceField { Multiple: true } several => new JsonArray([.. several.Options.Take(several.Fact is Fact.StagesInVietNam ? 4 : 1).Select(o => JsonValue.Create(o.Code))]),
        ChoiceField one => JsonValue.Create(one.Options[0].Code),
        TableField table => new JsonArray(new JsonObject(table.Columns.Select(c => KeyValuePair.Create(c.Code, CellOf(c, table.HiddenFromJurors && isPlanted))))),
        UrlField => JsonValue.Create("https://san-pham.invalid/"),
        _ => null,
    };

    /// <summary>The sentence as often as the field wants words.</summary>
    private static JsonValue Words(TextField field, string sentence) =>
        JsonValue.Create(string.Join(' ', Enumerable.Repeat(sentence, 1 + ((field.MinWords ?? 0) / sentence.Split(' ').Length))));

    private static JsonNode? CellOf(Column column, bool isPlanted) => column.Kind switch
    {
        ColumnKind.Text => JsonValue.Create(isPlanted ? "zqnhomphattrien" : "Khách hàng"),
        ColumnKind.Choice => JsonValue.Create(column.Options[0].Code),
        ColumnKind.Date => JsonValue.Create(LocalDatePattern.Iso.Format(AwardWorld.DayZero.PlusDays(-300))),
        _ => JsonValue.Create(5_000L),
    };

    /// <summary>A code with a right check digit in a range that begins with 99, which is no part of the country.</summary>
    private static string TaxCodeOf(int number)
    {
        for (var nine = 990_000_000 + (number * 10); ; nine++)
            if (TaxCode.CheckDigit($"{nine}") is { } digit) return $"{nine}{digit}";
    }

    private static T Whole<T>(Outcome<T> outcome) => outcome.TryGet(out var value, out var problems) ? value
        : throw new InvalidOperationException(string.Join("; ", problems.Select(p => $"{p.Code} {p.Field}")));
}
