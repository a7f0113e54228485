using BangVang.App.Forum;
using BangVang.App.Forum.Registration;
using BangVang.App.Storage;
using BangVang.Domain.Forum.Registration;
using BangVang.Domain.Kernel;
using BangVang.Web.Kernel;
using Microsoft.AspNetCore.Mvc;

namespace BangVang.Web.Pages.Organise.Registrations;

/// <summary>One registration with its people, answers, consents and history.</summary>
[For(Role.Organiser, Role.BridgeHost)]
public sealed class PartyModel(BangVangDb db, ForumBook book) : ForumPage(book)
{
    [BindProperty] public string Reason { get; set; } = "";

    public RegistrationRules Rules { get; private set; } = null!;
    public PartyDetail Detail { get; private set; } = null!;
    public IReadOnlyList<AuditEntry> History { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct)
    {
        if (await OpenAsync(ct, Role.Organiser, Role.BridgeHost) is { } refusal) return refusal;
        if (Forum.Registration is not { } rules || await db.PartyAsync(this.Actor(), Forum, id, ct) is not { } detail) return this.Refuse(Problem.NotFound("registration.party_unknown"));
        (Rules, Detail) = (rules, detail);
        History = await db.PartyHistoryAsync(this.Actor(), Forum, id, ct);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, [FromServices] DecideParties decide, string? act, CancellationToken ct)
    {
        var result = await decide.RunAsync(this.Actor(), Slug, [id], approve: act == "approve", Reason ?? "", ct);
        return result.TryGet(out _, out var problem) ? Done($"registrations/{id}", act == "approve" ? "approved" : "declined") : await this.RejectAsync(problem, () => OnGetAsync(id, ct));
    }

    /// <summary>An answer as people read it: names of choices, numbers with their sign.</summary>
    public static string AnswerOf(Domain.Editions.FormField question, System.Text.Json.Nodes.JsonNode? value, Texts texts) => (question, value) switch
    {
        (_, null) => "",
        (Domain.Editions.ChoiceField choice, System.Text.Json.Nodes.JsonArray codes) => string.Join(", ", codes.Select(c => Label(choice, $"{c}", texts))),
        (Domain.Editions.ChoiceField choice, _) => Label(choice, $"{value}", texts),
        (Domain.Editions.NumberField, _) when Domain.Dossiers.FieldCheck.NumberOf(value) is { } number => Writing.Current.Number(number / 100m, 2),
        _ => $"{value}",
    };

    private static string Label(Domain.Editions.ChoiceField choice, string code, Texts texts) => choice.Options.FirstOrDefault(o => o.Code == code) is { } option ? texts.In(option.Label) : code;
}
