using System.Text.Json.Nodes;
using BangVang.App.Forum;
using BangVang.App.Forum.Registration;
using BangVang.App.People;
using BangVang.App.Storage;
using BangVang.Domain.Dossiers;
using BangVang.Domain.Editions;
using BangVang.Domain.Forum;
using BangVang.Domain.Forum.Registration;
using BangVang.Domain.Kernel;
using BangVang.Web.Kernel;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NodaTime;

namespace BangVang.Web.Pages.Forum;

/// <summary>A person as the form sends them.</summary>
public sealed class PersonInput
{
    public string FullName { get; set; } = "";
    public string Email { get; set; } = "";
    public string Position { get; set; } = "";
    public string Needs { get; set; } = "";
    public bool WantsVisaLetter { get; set; }
    public string Nationality { get; set; } = "";

    public AttendeeForm ToForm() => new(FullName ?? "", Email ?? "", Position ?? "", Needs ?? "", WantsVisaLetter, Nationality ?? "");
}

/// <summary>Registering for a forum, without an account: the kind first, then the form that belongs to it.</summary>
[Public]
public sealed class RegisterModel(BangVangDb db, ForumBook book, IClock clock) : PageModel
{
    [BindProperty(SupportsGet = true)] public string Slug { get; set; } = "";
    [BindProperty(SupportsGet = true)] public string? Kind { get; set; }
    [BindProperty(SupportsGet = true)] public string? Invitation { get; set; }
    /// <summary>Persons on the form.</summary>
    [BindProperty(SupportsGet = true)] public int Size { get; set; } = 1;
    [BindProperty] public string Place { get; set; } = "";
    [BindProperty] public string Organisation { get; set; } = "";
    [BindProperty] public List<PersonInput> People { get; set; } = [];

    public ForumEdition Forum { get; private set; } = null!;
    public RegistrationRules Rules { get; private set; } = null!;
    public RegistrationKind? Chosen { get; private set; }
    public ForumGuest? Guest { get; private set; }
    public IReadOnlyDictionary<string, int> Free { get; private set; } = new Dictionary<string, int>();
    /// <summary>Null while one can register; otherwise when one can, or could.</summary>
    public Problem? ClosedBy { get; private set; }
    /// <summary>Where the mail with the link went; null before.</summary>
    public string? SentTo { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (await OpenAsync(ct) is { } refusal) return refusal;
        if (People.Count == 0) People = [await PrefillAsync(ct)];
        while (People.Count < Math.Clamp(Size, 1, Rules.MaxGroup)) People.Add(new());
        return Page();
    }

    public async Task<IActionResult> OnPostAsync([FromServices] Register register, string? act, CancellationToken ct)
    {
        if (await OpenAsync(ct) is { } refusal) return refusal;
        if (act == "add")
        {
            if (People.Count < Rules.MaxGroup) People.Add(new());
            ModelState.Clear();
            return Page();
        }
        var form = new PartyForm(Kind ?? "", Place ?? "", Organisation ?? "", Languages.Current, [.. People.Where((p, i) => i == 0 || !IsEmpty(p)).Select(p => p.ToForm())], Answers(), Agreed());
        var outcome = await register.RunAsync(this.Actor(), Slug, form, Guest is null ? null : Invitation, HttpContext.Source(), ct);
        if (!outcome.TryGet(out var registered, out var problems)) return await this.RejectAsync(problems, () => Task.CompletedTask);
        if (registered.Link is { } link) return Redirect(link);
        SentTo = People[0].Email;
        return Page();
    }

    private async Task<IActionResult?> OpenAsync(CancellationToken ct)
    {
        if (await book.CurrentAsync(Slug, ct) is not { Forum: { Registration: { } rules } forum }) return this.Refuse(Problem.NotFound("forum.unknown"));
        (Forum, Rules) = (forum, rules);
        if (Invitation is { Length: > 0 } token)
        {
            if (await db.OpenGuestAsync(forum.Key, token, ct) is not { } guest) return this.Refuse(Problem.NotFound("registration.invitation_unknown"));
            (Guest, Kind) = (guest, guest.KindCode);
        }
        Chosen = Kind is null ? null : rules.Kind(Kind);
        if (Chosen is { ByInvitation: true } && Guest is null) Chosen = null;
        var (now, window) = (clock.GetCurrentInstant(), rules.Window(forum.TimeZone));
        ClosedBy = !window.HasStarted(now) ? Problem.NotNow("registration.not_open_yet").With("start", window.Start!) : window.HasEnded(now) ? Problem.NotNow("registration.closed").With("end", window.End!) : null;
        Free = await db.FreeSeatsAsync(forum, ct);
        return null;
    }

    private async Task<PersonInput> PrefillAsync(CancellationToken ct)
    {
        if (Guest is not null)
        {
            Organisation = Guest.Organisation;
            return new() { FullName = Guest.FullName, Email = Guest.Email };
        }
        if (await db.OwnAccountAsync(this.Actor(), ct) is not { } account) return new();
        Organisation = account.Organisation ?? "";
        return new() { FullName = account.FullName, Email = account.Email };
    }

    public IEnumerable<Kernel.Option> PlaceOptions(Texts texts) => Chosen!.Places.Select(Rules.Place).OfType<ForumPlace>().Select(p => new Kernel.Option(p.Code, texts.In(p.Name), SeatsText(texts, RegistrationRules.PoolOfPlace(p.Code))));

    /// <summary>How many seats are left; null where there is no limit.</summary>
    public string? SeatsText(Texts texts, string pool) => !Free.TryGetValue(pool, out var free) ? null : free > 0 ? texts["registration.seats_left", ("count", free)] : texts["registration.seats_none"];

    private JsonObject Answers()
    {
        var answers = new JsonObject();
        if (Chosen is null) return answers;
        foreach (var question in Rules.QuestionsOf(Chosen))
            if (FieldReading.Read(question, Typed.Of([.. Request.Form[$"q.{question.Code}"].OfType<string>()]), Languages.Current == "en" ? '.' : ',') is { } value) answers[question.Code] = value;
        return answers;
    }

    private List<string> Agreed() => [.. Rules.Consents.Where(c => Request.Form[$"c.{c.Code}"].Contains("true")).Select(c => c.Code)];

    private static bool IsEmpty(PersonInput person) => string.IsNullOrWhiteSpace(person.FullName) && string.IsNullOrWhiteSpace(person.Email);

    /// <summary>The control of a question.</summary>
    public static FieldKind ControlOf(FormField question) => question switch
    {
        TextField { Lines: 1 } => FieldKind.Text,
        TextField => FieldKind.TextArea,
        NumberField => FieldKind.Number,
        DateField => FieldKind.Date,
        ChoiceField { Multiple: true } => FieldKind.Checkboxes,
        ChoiceField => FieldKind.Radios,
        _ => FieldKind.Url,
    };

    public static IEnumerable<Kernel.Option> OptionsOf(FormField question, Texts texts) => question is ChoiceField choice ? choice.Options.Select(o => new Kernel.Option(o.Code, texts.In(o.Label))) : [];
}
