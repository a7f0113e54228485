using BangVang.Domain.Kernel;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BangVang.Web.Kernel;

/// <summary>How a refusal meets a person: the same page, what they typed, the reason in words, the right status.</summary>
public static class Refusals
{
    private static readonly object Shown = new();

    public static int Status(this Problem problem) => problem.Kind switch
    {
        ProblemKind.Invalid => StatusCodes.Status422UnprocessableEntity,
        ProblemKind.NotFound => StatusCodes.Status404NotFound,
        ProblemKind.Forbidden => StatusCodes.Status403Forbidden,
        _ => StatusCodes.Status409Conflict,
    };

    /// <summary>Shows the page again with the reason. <paramref name="reload"/> fetches what the page needs, usually by calling its OnGet.</summary>
    public static Task<IActionResult> RejectAsync(this PageModel page, Problem problem, Func<Task<IActionResult>> reload) =>
        page.RejectAsync([problem], reload);

    /// <inheritdoc cref="RejectAsync(PageModel, Problem, Func{Task{IActionResult}})"/>
    public static Task<IActionResult> RejectAsync(this PageModel page, Problem problem, Func<Task> reload) =>
        page.RejectAsync([problem], reload);

    /// <inheritdoc cref="RejectAsync(PageModel, Problem, Func{Task{IActionResult}})"/>
    public static Task<IActionResult> RejectAsync(this PageModel page, IReadOnlyList<Problem> problems, Func<Task> reload) =>
        page.RejectAsync(problems, async () => { await reload(); return page.Page(); });

    /// <summary>Input that could not even be read (a date that is none): shows the page again, 422.</summary>
    public static Task<IActionResult> RejectAsync(this PageModel page, Func<Task<IActionResult>> reload) => page.RejectAsync([], reload);

    /// <inheritdoc cref="RejectAsync(PageModel, Func{Task{IActionResult}})"/>
    public static Task<IActionResult> RejectAsync(this PageModel page, Func<Task> reload) => page.RejectAsync([], reload);

    /// <summary>All reasons at once, so that a person can mend everything in one go.</summary>
    public static async Task<IActionResult> RejectAsync(this PageModel page, IReadOnlyList<Problem> problems, Func<Task<IActionResult>> reload)
    {
        // What is absent cannot be shown again: the 404 page says why.
        if (problems.FirstOrDefault(p => p.Kind is ProblemKind.NotFound) is { } absent) return page.Refuse(absent);

        var texts = page.HttpContext.RequestServices.GetRequiredService<Texts>();
        // What could not be read has its complaint already: that the domain then misses it says nothing new.
        var unread = page.ModelState.Where(s => s.Value?.Errors.Count > 0).Select(s => s.Key).ToHashSet(StringComparer.Ordinal);
        foreach (var problem in problems)
            if (FieldName(page.ModelState, problem.Field) is var field && !unread.Contains(field))
                page.ModelState.AddModelError(field, texts.Sentence(problem));
        page.HttpContext.Items[Shown] = problems;

        // The page's own OnGet may refuse too, when it may not be seen at all.
        if (await reload() is var result && result is not PageResult) return result;
        page.Response.StatusCode = problems.Count == 0 ? StatusCodes.Status422UnprocessableEntity : problems.Max(Status);
        return page.Page();
    }

    /// <summary>Answers with the page of the refusal's status and its reason: for what cannot be shown at all.</summary>
    public static IActionResult Refuse(this PageModel page, Problem problem)
    {
        page.HttpContext.Items[Shown] = new[] { problem };
        return new StatusCodeResult(problem.Status());
    }

    /// <inheritdoc cref="Refuse(PageModel, Problem)"/>
    public static IResult Refuse(this HttpContext context, Problem problem)
    {
        context.Items[Shown] = new[] { problem };
        return Results.StatusCode(problem.Status());
    }

    /// <summary>The refusals this request ended with; empty when none.</summary>
    public static IReadOnlyList<Problem> Problems(this HttpContext context) =>
        context.Items[Shown] as IReadOnlyList<Problem> ?? [];

    /// <summary>RFC 9457 problem details with the code, for the API and for scripts.</summary>
    public static IResult ToResult(this Problem problem, Texts texts) => Results.Problem(
        statusCode: problem.Status(), title: texts.Sentence(problem),
        extensions: new Dictionary<string, object?> { ["code"] = problem.Code, ["field"] = problem.Field, ["article"] = problem.Article });

    /// <summary>The reason in words, with the article it rests on.</summary>
    public static string Sentence(this Texts texts, Problem problem)
    {
        var reason = texts.Of(problem.Code, problem.Args);
        return problem.Article is null ? reason : texts["kernel.with_article", ("reason", reason.TrimEnd('.')), ("article", problem.Article)];
    }

    /// <summary>The form may bind <c>Input.Email</c> where the domain says <c>Email</c>.</summary>
    private static string FieldName(ModelStateDictionary state, string? field)
    {
        if (field is null) return "";
        return state.Keys.FirstOrDefault(k => string.Equals(k, field, StringComparison.OrdinalIgnoreCase))
            ?? state.Keys.FirstOrDefault(k => k.EndsWith("." + field, StringComparison.OrdinalIgnoreCase))
            ?? field;
    }
}
