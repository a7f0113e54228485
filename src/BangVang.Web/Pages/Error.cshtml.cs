using System.Security.Cryptography;
using BangVang.Domain.Kernel;
using BangVang.Web.Kernel;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BangVang.Web.Pages;

/// <summary>
/// What a person meets instead of a page: why, what next, and for a fault a number that leads to the log. Scripts and the
/// API get the same as problem details. Needs neither database nor session.
/// </summary>
[Public, IgnoreAntiforgeryToken, ResponseCache(NoStore = true)]
public sealed partial class ErrorModel(Texts texts, ILogger<ErrorModel> log) : PageModel
{
    public int Status { get; private set; }
    public string Title { get; private set; } = "";
    public IReadOnlyList<string> Lines { get; private set; } = [];
    /// <summary>Null unless this is a fault of ours.</summary>
    public string? Number { get; private set; }
    public IReadOnlyList<Problem> Problems { get; private set; } = [];
    /// <summary>What a form carried that was not taken; offered again.</summary>
    public IReadOnlyList<SentField> Fields { get; private set; } = [];
    /// <summary>Where that form goes.</summary>
    public string Address { get; private set; } = "/";

    public override async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        Status = int.Parse((string)RouteData.Values["status"]!, System.Globalization.CultureInfo.InvariantCulture);
        Response.StatusCode = Status;
        Problems = HttpContext.Problems();
        (Title, Lines) = Words();
        if (Status >= 500) NumberFault();

        var original = HttpContext.Features.Get<IStatusCodeReExecuteFeature>();
        Address = ReturnUrl.Local(original is null ? null : original.OriginalPathBase + original.OriginalPath + original.OriginalQueryString);
        if (IsForMachine(original?.OriginalPath ?? HttpContext.Features.Get<IExceptionHandlerPathFeature>()?.Path))
        {
            context.Result = new ObjectResult(new ProblemDetails
            {
                Status = Status, Title = Problems.Count > 0 ? texts.Sentence(Problems[0]) : Title,
                Extensions = { ["code"] = Problems.Count > 0 ? Problems[0].Code : $"kernel.status_{Status}", ["number"] = Number },
            })
            { StatusCode = Status, ContentTypes = { "application/problem+json" } };
            return;
        }
        if (Status is 400 or 401 && original is not null) Fields = await Resending.FieldsAsync(Request, HttpContext.RequestAborted);
        await next();
    }

    private (string, string[]) Words() => Status switch
    {
        400 => (texts["kernel.form_expired_title"], [texts["kernel.form_expired"]]),
        401 when HttpContext.SessionToken() is null => (texts["kernel.sign_in_needed_title"], [texts["kernel.sign_in_needed"]]),
        401 => (texts["kernel.signed_out_title"], [texts["kernel.signed_out"]]),
        403 => (texts["kernel.forbidden_title"], [texts["kernel.forbidden"], texts["kernel.forbidden_ask"]]),
        404 => (texts["kernel.not_found_title"], [texts["kernel.not_found"]]),
        405 => (texts["kernel.not_found_title"], [texts["kernel.not_found"]]),
        409 or 422 => (texts["kernel.conflict_title"], [texts["kernel.conflict"]]),
        413 => (texts["kernel.too_large_title"], [texts["kernel.too_large"]]),
        429 => (texts["kernel.too_many_title"], [texts["kernel.too_many"]]),
        >= 500 => (texts["kernel.fault_title"], [texts["kernel.fault"]]),
        _ => (texts["kernel.refused_title"], [texts["kernel.refused"]]),
    };

    private void NumberFault()
    {
        Number = Convert.ToHexString(RandomNumberGenerator.GetBytes(4));
        var fault = HttpContext.Features.Get<IExceptionHandlerPathFeature>();
        LogNumber(log, Number, fault?.Path, fault?.Error.GetType().Name, HttpContext.TraceIdentifier);
    }

    private bool IsForMachine(string? path) =>
        path?.StartsWith("/api/", StringComparison.Ordinal) is true || Request.Headers.Accept.ToString().Contains("json", StringComparison.OrdinalIgnoreCase);

    [LoggerMessage(LogLevel.Error, "Error {Number} was shown for {Path} ({Fault}, request {Trace}).")]
    private static partial void LogNumber(ILogger log, string number, string? path, string? fault, string trace);
}
