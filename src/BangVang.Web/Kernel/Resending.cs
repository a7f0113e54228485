using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Core.Infrastructure;
using Microsoft.AspNetCore.Mvc.Filters;

namespace BangVang.Web.Kernel;

/// <summary>A field of a form that could not be taken and is offered again.</summary>
public sealed record SentField(string Name, string Value)
{
    /// <summary>Something a person wrote, not a box's yes or an id that the form carries along.</summary>
    public bool IsReadable => Value.Length > 0 && Value is not ("true" or "false") && !Guid.TryParse(Value, out _);
}

/// <summary>
/// A form whose token or sign-in has ended is not thrown away: a page shows what was typed and sends it again with a fresh
/// token. Only for forms of this site; passwords and files have to be given anew.
/// </summary>
public sealed class Resending : IAsyncAlwaysRunResultFilter
{
    private const int MostFields = 500;

    public async Task OnResultExecutionAsync(ResultExecutingContext context, ResultExecutionDelegate next)
    {
        if (context.Result is IAntiforgeryValidationFailedResult) context.Result = new StatusCodeResult(StatusCodes.Status400BadRequest);
        await next();
    }

    /// <summary>What <paramref name="request"/> carried, in the order of the form; empty when it was no form or did not come from a page of this site.</summary>
    public static async Task<IReadOnlyList<SentField>> FieldsAsync(HttpRequest request, CancellationToken ct)
    {
        if (!HttpMethods.IsPost(request.Method) || !request.HasFormContentType || request.Headers["Sec-Fetch-Site"].ToString() is not ("same-origin" or "")) return [];
        try
        {
            var form = await request.ReadFormAsync(ct);
            return [.. form.SelectMany(f => f.Value, (f, value) => new SentField(f.Key, value ?? ""))
                .Where(f => !f.Name.StartsWith("__", StringComparison.Ordinal) && !f.Name.Contains("password", StringComparison.OrdinalIgnoreCase) && !f.Name.Contains("secret", StringComparison.OrdinalIgnoreCase))
                .Take(MostFields)];
        }
        catch (Exception e) when (e is InvalidDataException or BadHttpRequestException) { return []; }
    }
}
