using BangVang.App.Kernel;
using BangVang.Domain.Kernel;
using BangVang.Web.Kernel;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Options;
using NodaTime;

namespace BangVang.Web.Pages.Design;

/// <summary>
/// The parts that pages are made of, with their markup. Not part of a real installation: answers in development, in tests
/// and in the demonstration only. Keeps nothing.
/// </summary>
[Public]
public sealed class IndexModel(IHostEnvironment environment, IOptions<InstallationOptions> options, IClock clock) : PageModel
{
    public const int MostWords = 30;

    [BindProperty] public SampleForm Input { get; set; } = new();

    public Instant Now { get; private set; }
    public IReadOnlyList<SampleRow> Rows { get; } =
    [
        new("HS-031", "Sản phẩm Đ", "Công ty Minh họa 07", 842, "vang", "Vàng"),
        new("HS-014", "Sản phẩm Ơ", "Công ty Minh họa 02", 821, "bac", "Bạc"),
        new("HS-052", "Sản phẩm A", "Công ty Minh họa 11", 816, "dong", "Đồng"),
        new("HS-007", "Sản phẩm Ă", "Công ty Minh họa 04", null, "top", "Top 10"),
    ];

    public override void OnPageHandlerExecuting(Microsoft.AspNetCore.Mvc.Filters.PageHandlerExecutingContext context)
    {
        if (environment.IsProduction() && !options.Value.Demo) context.Result = NotFound();
        Now = clock.GetCurrentInstant();
    }

    public void OnGet() { }

    /// <summary>Accepts what is complete and shows every refusal otherwise.</summary>
    public async Task<IActionResult> OnPostAsync()
    {
        var problems = new List<Problem>();
        if (Input.Impact.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length is > MostWords and var words)
            problems.Add(Problem.Invalid("design.too_many_words", "Impact").With("over", words - MostWords));
        if (Input.Users is not > 0) problems.Add(Problem.Invalid("design.users_missing", "Users") with { Article = "Điều 4, khoản 4" });
        if (!Input.Declared) problems.Add(Problem.Invalid("design.declare_first", "Declared"));
        return problems.Count > 0 || !ModelState.IsValid ? await this.RejectAsync(problems, () => Task.CompletedTask) : RedirectToPage();
    }

    /// <summary>Refused as a whole, with each kind's status.</summary>
    public Task<IActionResult> OnPostRefuseAsync(ProblemKind kind) =>
        this.RejectAsync(new Problem(kind, "design.refused"), () => Task.CompletedTask);

    /// <summary>Answers as a real form would; the field named Taken has always just been changed by a colleague.</summary>
    public IActionResult OnPostSave(AutosavedField saved) => saved switch
    {
        { Field: "Taken", Version: 1 } => this.SaveConflict("Bản của đồng nghiệp", "Đồng nghiệp 02", Now, version: 2),
        { Field: "Number" } when TypedBinder.Read(typeof(int), saved.Text, Writing.Current) is null =>
            this.SaveRefused(Problem.Invalid("kernel.whole_number_expected", "Number").With("typed", saved.Text)),
        _ => this.Saved(Now, (saved.Version ?? 0) + 1),
    };

    /// <summary>A fragment for htmx.</summary>
    public IActionResult OnGetFragment() => Partial("_Fragment", Now);
}

public sealed class SampleForm
{
    public string Problem { get; set; } = "Người dân phải đi lại nhiều lần cho một thủ tục.";
    public string Impact { get; set; } = "";
    public int? Users { get; set; }
    public decimal? Share { get; set; }
    public long? Revenue { get; set; }
    public LocalDate? Since { get; set; }
    public Instant? Opens { get; set; }
    public string? Field { get; set; }
    public string? Form { get; set; }
    public string[] Places { get; set; } = ["state"];
    public bool Declared { get; set; }
    public string Email { get; set; } = "";
    public string Password { get; set; } = "";
    public string? Page { get; set; }
}

/// <param name="Points">Hundredths; null when not scored.</param>
public sealed record SampleRow(string Code, string Product, string Enterprise, int? Points, string Tier, string TierName);
