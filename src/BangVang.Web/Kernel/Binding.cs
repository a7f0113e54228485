using System.Globalization;
using System.Reflection;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.ModelBinding.Metadata;
using NodaTime;
using NodaTime.Text;

namespace BangVang.Web.Kernel;

/// <summary>
/// Reads what people type: whole numbers and amounts with their grouping (12.500), decimals with the language's sign,
/// dates as 01/07/2025, moments as 01/07/2025 14:05 in Hà Nội. An empty field is null, or an error where null cannot be.
/// </summary>
public sealed class TypedBinder : IModelBinderProvider, IModelBinder
{
    private static readonly HashSet<Type> Types = [typeof(int), typeof(long), typeof(decimal), typeof(LocalDate), typeof(Instant)];

    public IModelBinder? GetBinder(ModelBinderProviderContext context) =>
        Types.Contains(context.Metadata.UnderlyingOrModelType) && context.BindingInfo.BindingSource?.CanAcceptDataFrom(BindingSource.Services) is not true ? this : null;

    public Task BindModelAsync(ModelBindingContext context)
    {
        var given = context.ValueProvider.GetValue(context.ModelName);
        if (given == ValueProviderResult.None) return Task.CompletedTask;
        context.ModelState.SetModelValue(context.ModelName, given);

        var text = given.FirstValue?.Trim() ?? "";
        var type = context.ModelMetadata.UnderlyingOrModelType;
        if (text.Length == 0 && context.ModelMetadata.IsReferenceOrNullableType) context.Result = ModelBindingResult.Success(null);
        else if (Read(type, text, Writing.Current) is { } value) context.Result = ModelBindingResult.Success(value);
        else
        {
            var texts = context.HttpContext.RequestServices.GetRequiredService<Texts>();
            context.ModelState.TryAddModelError(context.ModelName, Complaint(texts, type, text));
        }
        return Task.CompletedTask;
    }

    /// <summary>Null when the text is not one.</summary>
    public static object? Read(Type type, string text, Writing writing)
    {
        if (type == typeof(LocalDate)) return ReadDate(text);
        if (type == typeof(Instant)) return ReadMoment(text);
        if (ReadNumber(text, writing) is not { } number) return null;
        if (type == typeof(decimal)) return number;
        if (number != decimal.Truncate(number)) return null;
        if (type == typeof(int)) return number is >= int.MinValue and <= int.MaxValue ? (int)number : null;
        return number is >= long.MinValue and <= long.MaxValue ? (long)number : null;
    }

    private static decimal? ReadNumber(string text, Writing writing)
    {
        var numbers = (NumberFormatInfo)writing.Numbers.Clone();
        numbers.NegativeSign = "-";
        var plain = text.Replace(" ", "").Replace("\u00a0", "").Replace('−', '-');
        // A group has three digits: without this, 12.5 typed on a Vietnamese page would silently become 125.
        var whole = plain.Split(numbers.NumberDecimalSeparator)[0].TrimStart('-').Split(numbers.NumberGroupSeparator);
        if (whole.Length > 1 && (whole[0].Length is < 1 or > 3 || whole.Skip(1).Any(g => g.Length != 3))) return null;
        return decimal.TryParse(plain, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowThousands, numbers, out var value) ? value : null;
    }

    private static object? ReadDate(string text)
    {
        foreach (var pattern in (string[])["d'/'M'/'uuuu", "uuuu'-'MM'-'dd"])
            if (LocalDatePattern.CreateWithInvariantCulture(pattern).Parse(text).TryGetValue(default, out var date)) return date;
        return null;
    }

    private static object? ReadMoment(string text)
    {
        foreach (var pattern in (string[])["d'/'M'/'uuuu H':'mm", "d'/'M'/'uuuu', 'H':'mm", "d'/'M'/'uuuu H':'mm':'ss", "uuuu'-'MM'-'dd'T'HH':'mm"])
            if (LocalDateTimePattern.CreateWithInvariantCulture(pattern).Parse(text).TryGetValue(default, out var local)) return local.InZoneLeniently(Writing.Zone).ToInstant();
        return null;
    }

    private static string Complaint(Texts texts, Type type, string text)
    {
        if (text.Length == 0) return texts["kernel.value_missing"];
        if (type == typeof(LocalDate)) return texts["kernel.date_expected", ("typed", text)];
        if (type == typeof(Instant)) return texts["kernel.moment_expected", ("typed", text)];
        return type == typeof(decimal) ? texts["kernel.number_expected", ("typed", text)] : texts["kernel.whole_number_expected", ("typed", text)];
    }
}

/// <summary>
/// <c>Dictionary&lt;Guid, string&gt;</c> from the fields <c>NAME[id]</c>. The framework's own reads every field of the form as an
/// entry when no such field was sent, and refuses the form for it.
/// </summary>
internal sealed class TextsByIdBinder : IModelBinderProvider, IModelBinder
{
    public IModelBinder? GetBinder(ModelBinderProviderContext context) => context.Metadata.ModelType == typeof(Dictionary<Guid, string>) ? this : null;

    public async Task BindModelAsync(ModelBindingContext context)
    {
        var (request, prefix, texts) = (context.HttpContext.Request, context.FieldName + "[", new Dictionary<Guid, string>());
        if (request.HasFormContentType)
            foreach (var (name, value) in await request.ReadFormAsync(context.HttpContext.RequestAborted))
                if (name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) && name.EndsWith(']') && Guid.TryParse(name[prefix.Length..^1], out var id)) texts[id] = value.ToString();
        context.Result = ModelBindingResult.Success(texts);
    }
}

/// <summary>Reading of forms: the binder, and the framework's own complaints in the reader's language.</summary>
public static class Binding
{
    public static void Configure(MvcOptions mvc)
    {
        mvc.ModelBinderProviders.Insert(0, new TypedBinder());
        mvc.ModelBinderProviders.Insert(0, new TextsByIdBinder());
        // Whether a value is needed is for the domain to say, with its own reason.
        mvc.SuppressImplicitRequiredAttributeForNonNullableReferenceTypes = true;
        mvc.ModelMetadataDetailsProviders.Add(new EmptyText());
    }

    public static void Translate(DefaultModelBindingMessageProvider messages, Texts texts)
    {
        messages.SetValueIsInvalidAccessor(typed => texts["kernel.value_invalid", ("typed", typed)]);
        messages.SetAttemptedValueIsInvalidAccessor((typed, _) => texts["kernel.value_invalid", ("typed", typed)]);
        messages.SetNonPropertyAttemptedValueIsInvalidAccessor(typed => texts["kernel.value_invalid", ("typed", typed)]);
        messages.SetUnknownValueIsInvalidAccessor(_ => texts["kernel.value_missing"]);
        messages.SetNonPropertyUnknownValueIsInvalidAccessor(() => texts["kernel.value_missing"]);
        messages.SetValueMustNotBeNullAccessor(_ => texts["kernel.value_missing"]);
        messages.SetMissingBindRequiredValueAccessor(_ => texts["kernel.value_missing"]);
        messages.SetMissingKeyOrValueAccessor(() => texts["kernel.value_missing"]);
        messages.SetMissingRequestBodyRequiredValueAccessor(() => texts["kernel.value_missing"]);
        messages.SetValueMustBeANumberAccessor(_ => texts["kernel.value_missing"]);
        messages.SetNonPropertyValueMustBeANumberAccessor(() => texts["kernel.value_missing"]);
    }
}

/// <summary>An empty field is the empty text where a text is promised (<c>string</c>), and null only where it may be (<c>string?</c>).</summary>
internal sealed class EmptyText : IDisplayMetadataProvider
{
    public void CreateDisplayMetadata(DisplayMetadataProviderContext context)
    {
        if (context.Key.ModelType != typeof(string)) return;
        var nullability = new NullabilityInfoContext();
        var state = context.Key switch
        {
            { PropertyInfo: { } property } => nullability.Create(property).WriteState,
            { ParameterInfo: { } parameter } => nullability.Create(parameter).WriteState,
            _ => NullabilityState.Unknown,
        };
        context.DisplayMetadata.ConvertEmptyStringToNull = state is not NullabilityState.NotNull;
    }
}
