using System.Net;
using AngleSharp.Html.Dom;
using BangVang.Domain.Kernel;
using BangVang.Web.Kernel;
using NodaTime;
using Shouldly;
using Xunit;

namespace BangVang.Web.Tests.Kernel;

public sealed class FormTests
{
    private const string Form = "form[action='/design']:not([data-autosave])";

    [Fact]
    public async Task A_refused_form_comes_back_as_it_was_typed_with_every_reason_and_its_place()
    {
        await using var host = await WebHost.StartAsync();
        var visitor = host.As();
        var page = await visitor.SubmitAsync(await visitor.GetAsync("/design"), Form,
            ("Input.Problem", "Một <b>bài toán</b> & \"khác\""), ("Input.Users", "khoảng 12 nghìn"), ("Input.Since", "31/02/2026"),
            ("Input.Share", "51,5"), ("Input.Revenue", "12.500.000"), ("Input.Places", "firm"), ("Input.Email", "a@b"));

        page.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        page.Html.Title!.ShouldStartWith("Cần sửa:");
        page.Text("#problems h2").ShouldBe("Có 3 chỗ cần sửa");
        page.Html.QuerySelector("#problems")!.HasAttribute("autofocus").ShouldBeTrue();
        foreach (var link in page.Html.QuerySelectorAll("#problems a"))
            page.Html.GetElementById(link.GetAttribute("href")![1..]).ShouldNotBeNull(link.TextContent);

        var users = (IHtmlInputElement)page.Html.GetElementById("f-Input_Users")!;
        users.Value.ShouldBe("khoảng 12 nghìn");
        users.GetAttribute("aria-invalid").ShouldBe("true");
        page.Html.GetElementById(users.GetAttribute("aria-describedby")!.Split(' ').Single(id => id.EndsWith("-error", StringComparison.Ordinal)))!
            .TextContent.ShouldContain("Nhập số nguyên");
        Value("f-Input_Since").ShouldBe("31/02/2026");
        Value("f-Input_Share").ShouldBe("51,5");
        Value("f-Input_Revenue").ShouldBe("12.500.000");
        ((IHtmlTextAreaElement)page.Html.GetElementById("f-Input_Problem")!).Value.ShouldBe("Một <b>bài toán</b> & \"khác\"");
        page.Body.ShouldNotContain("<b>bài toán</b>");
        page.Html.QuerySelectorAll("[name='Input.Places']").OfType<IHtmlInputElement>().Where(p => p.IsChecked).Select(p => p.Value).ShouldBe(["firm"]);

        string Value(string id) => ((IHtmlInputElement)page.Html.GetElementById(id)!).Value;
    }

    [Fact]
    public async Task A_reason_cites_the_article_it_rests_on()
    {
        await using var host = await WebHost.StartAsync();
        var visitor = host.As();
        var page = await visitor.SubmitAsync(await visitor.GetAsync("/design"), Form, ("Input.Users", "0"), ("Input.Declared", "true"));
        page.Text("#problems li").ShouldBe("Cần ít nhất một người dùng để chứng tỏ sản phẩm đã được ứng dụng (Điều 4, khoản 4).");
        page.Html.QuerySelectorAll("#problems li").Length.ShouldBe(1);
    }

    [Fact]
    public async Task Passwords_never_come_back()
    {
        await using var host = await WebHost.StartAsync();
        var visitor = host.As();
        var page = await visitor.SubmitAsync(await visitor.GetAsync("/design"), Form, ("Input.Password", "một mật khẩu dài"));
        page.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        page.Body.ShouldNotContain("một mật khẩu dài");
    }

    [Theory]
    [InlineData(ProblemKind.Invalid, 422)]
    [InlineData(ProblemKind.NotFound, 404)]
    [InlineData(ProblemKind.Forbidden, 403)]
    [InlineData(ProblemKind.Conflict, 409)]
    [InlineData(ProblemKind.NotNow, 409)]
    public async Task Each_kind_of_refusal_has_its_status_and_its_sentence(ProblemKind kind, int status)
    {
        await using var host = await WebHost.StartAsync();
        var visitor = host.As();
        var token = ((IHtmlInputElement)(await visitor.GetAsync("/design")).Html.QuerySelector("[name=__RequestVerificationToken]")!).Value;
        var page = await visitor.PostAsync($"/design?handler=Refuse&kind={kind}", ("__RequestVerificationToken", token));
        ((int)page.Status).ShouldBe(status);
        page.Body.ShouldContain("Việc này bị từ chối để xem thử.");
    }

    [Fact]
    public async Task A_form_whose_token_has_expired_is_offered_again_with_what_was_typed()
    {
        await using var host = await WebHost.StartAsync();
        var visitor = host.As();
        var expired = await visitor.PostAsync("/design", ("Input.Impact", "Giảm một nửa thời gian chờ"), ("Input.Users", "12"), ("Input.Declared", "true"), ("Input.Password", "bí mật"));
        expired.Status.ShouldBe(HttpStatusCode.BadRequest);
        expired.Text("h1").ShouldBe("Trang đã mở quá lâu");
        expired.Body.ShouldContain("Giảm một nửa thời gian chờ");
        expired.Body.ShouldNotContain("bí mật");

        var again = await visitor.SubmitAsync(expired, "main form");
        again.Status.ShouldBe(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task A_script_is_told_in_its_own_language()
    {
        await using var host = await WebHost.StartAsync();
        var visitor = host.As();
        visitor.Client.DefaultRequestHeaders.Add("Accept", "application/json");
        var refused = await visitor.PostAsync("/design?handler=Save", ("field", "Free"), ("value", "x"));
        refused.Status.ShouldBe(HttpStatusCode.BadRequest);
        refused.Header("Content-Type").ShouldBe("application/problem+json; charset=utf-8");
        var absent = await visitor.GetAsync("/nope");
        absent.Header("Content-Type").ShouldBe("application/problem+json; charset=utf-8");
        absent.Body.ShouldContain("\"kernel.status_404\"");
    }

    [Fact]
    public async Task A_saved_field_is_answered_with_the_time_and_a_colleagues_change_with_both_versions()
    {
        await using var host = await WebHost.StartAsync();
        var visitor = host.As();
        var token = ((IHtmlInputElement)(await visitor.GetAsync("/design")).Html.QuerySelector("[name=__RequestVerificationToken]")!).Value;
        var saved = await visitor.PostAsync("/design?handler=Save", ("__RequestVerificationToken", token), ("field", "Free"), ("value", "x"), ("version", "4"));
        saved.Body.ShouldBe("""{"at":"10:00","version":5}""");
        var conflict = await visitor.PostAsync("/design?handler=Save", ("__RequestVerificationToken", token), ("field", "Taken"), ("value", "x"), ("version", "1"));
        conflict.Status.ShouldBe(HttpStatusCode.Conflict);
        conflict.Body.ShouldContain("\"theirs\":\"B\\u1EA3n c\\u1EE7a \\u0111\\u1ED3ng nghi\\u1EC7p\"");
    }

    [Fact]
    public async Task Text_is_written_as_text_and_Vietnamese_letters_as_they_are()
    {
        await using var host = await WebHost.StartAsync();
        (await host.As().GetAsync("/design")).Body.ShouldContain("Sản phẩm Đ");
        var page = await host.As().GetAsync("/design?lang=%22%3E%3Cscript%3Ealert(1)%3C/script%3E");
        page.Body.ShouldNotContain("<script>alert");
    }

    public static TheoryData<string, Type, bool, string?> Typed => new()
    {
        { "12.500", typeof(int), true, "12500" },
        { "12500", typeof(int), true, "12500" },
        { "-3", typeof(int), true, "-3" },
        { "12,5", typeof(int), true, null },
        { "12.5", typeof(decimal), true, null },
        { "12,5", typeof(decimal), true, "12.5" },
        { "1.234,56", typeof(decimal), true, "1234.56" },
        { "1,234.56", typeof(decimal), false, "1234.56" },
        { "12,5", typeof(decimal), false, null },
        { "12.500.000.000", typeof(long), true, "12500000000" },
        { "12.500.000.000", typeof(int), true, null },
        { "1e3", typeof(decimal), true, null },
        { "khoảng 12", typeof(int), true, null },
        { "1/7/2026", typeof(LocalDate), true, "2026-07-01" },
        { "2026-07-01", typeof(LocalDate), true, "2026-07-01" },
        { "29/02/2025", typeof(LocalDate), true, null },
        { "07/13/2026", typeof(LocalDate), true, null },
        { "01/07/2026 17:00", typeof(Instant), true, "2026-07-01T10:00:00Z" },
    };

    [Theory, MemberData(nameof(Typed))]
    public void What_people_type_is_read_or_refused_never_guessed(string text, Type type, bool vietnamese, string? expected)
    {
        var read = TypedBinder.Read(type, text, vietnamese ? Writing.Vietnamese : Writing.English);
        (read switch
        {
            null => null,
            LocalDate day => NodaTime.Text.LocalDatePattern.Iso.Format(day),
            Instant at => NodaTime.Text.InstantPattern.General.Format(at),
            IFormattable number => number.ToString(null, System.Globalization.CultureInfo.InvariantCulture),
            _ => read.ToString(),
        }).ShouldBe(expected);
    }
}
