using System.Net;
using BangVang.App.Secretariat.Chasing;
using BangVang.App.Storage;
using BangVang.Domain.Kernel;
using BangVang.Testing;
using BangVang.Web.Kernel;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace BangVang.Web.Tests.Audit;

/// <summary>Who reads everything and changes nothing.</summary>
public sealed class AuditorTests
{
    private const string Key = "demo/2026";

    [Fact]
    public async Task An_auditor_changes_nothing_whatever_the_address()
    {
        await using var host = await WebHost.StartAsync();
        var auditor = host.As(Role.Auditor);
        // What belongs to everybody or to a person's own account and dossiers asks for no role.
        var guarded = host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<IAccess>() is ForAttribute or ForAdministratorAttribute)
            .Where(e => e.Metadata.GetMetadata<IHttpMethodMetadata>() is not { HttpMethods.Count: > 0 } methods || methods.HttpMethods.Any(m => m is not ("GET" or "HEAD" or "OPTIONS"))).ToList();
        guarded.Count.ShouldBeGreaterThan(10);
        guarded.RemoveAll(e => e.Metadata.GetMetadata<IAccess>() is ForAttribute { TakesAuditorsWord: true }).ShouldBe(1, "one page takes a word of the auditor's own");
        foreach (var endpoint in guarded)
        {
            var path = "/" + string.Join('/', endpoint.RoutePattern.PathSegments.Select(s => s.Parts[0] is Microsoft.AspNetCore.Routing.Patterns.RoutePatternLiteralPart literal ? literal.Content : Value(s, endpoint)));
            (await auditor.PostAsync(path)).Status.ShouldBe(HttpStatusCode.Forbidden, path);
        }

        static string Value(Microsoft.AspNetCore.Routing.Patterns.RoutePatternPathSegment segment, RouteEndpoint endpoint)
        {
            var parameter = (Microsoft.AspNetCore.Routing.Patterns.RoutePatternParameterPart)segment.Parts[0];
            if (endpoint.RoutePattern.ParameterPolicies.TryGetValue(parameter.Name, out var policies))
                foreach (var policy in policies)
                    if (policy.Content is "guid") return Guid.Empty.ToString();
                    else if (policy.Content is "int" or "long") return "2026";
            return "demo";
        }
    }

    [Fact]
    public async Task The_trail_is_filtered_paged_and_given_as_a_file_to_the_auditor_of_that_edition()
    {
        await using var host = await WebHost.StartAsync();
        var person = new Actor(null, "=HYPERLINK(\"http://x\")", false, new HashSet<RoleInEdition>());
        await host.WithDbAsync(db =>
        {
            for (var i = 0; i < 130; i++) db.Audit(person, host.Clock.Now, i == 7 ? "scoring.signed" : "panels.assigned", $"s{i}", Key, $"chi tiết {i}");
            db.Audit(person, host.Clock.Now, "panels.assigned", "khác", "demo/2025", "của kỳ khác");
            return db.SaveChangesAsync();
        });
        var auditor = host.As(Role.Auditor);

        var page = await auditor.GetAsync($"/audit/{Key}");
        page.Html.QuerySelectorAll("section:has(#trail) tbody tr").Length.ShouldBe(100);
        page.Body.ShouldNotContain("của kỳ khác");
        var older = await auditor.GetAsync(page.Html.QuerySelector("a[rel=next]")!.GetAttribute("href")!);
        older.Html.QuerySelectorAll("section:has(#trail) tbody tr").Length.ShouldBe(30);
        (await auditor.GetAsync($"/audit/{Key}?act=scoring.signed")).Html.QuerySelectorAll("section:has(#trail) tbody tr").ShouldHaveSingleItem().TextContent.ShouldContain("chi tiết 7");
        (await auditor.GetAsync($"/audit/{Key}?cursor=abc")).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);

        var csv = await auditor.GetAsync($"/audit/{Key}?handler=Csv&q=chi+ti%E1%BA%BFt+12");
        csv.Header("Content-Type").ShouldBe("text/csv; charset=utf-8");
        csv.Body.TrimEnd().Split("\r\n").Length.ShouldBe(1 + 11);
        csv.Body.ShouldContain("\"'=HYPERLINK(");
        (await host.As(Role.Auditor, "demo/2025").GetAsync($"/audit/{Key}")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await host.As(Role.Secretariat).GetAsync($"/audit/{Key}")).Status.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_signed_answer_that_cannot_be_taken_is_refused_in_words_and_not_thrown_away()
    {
        await using var host = await WebHost.StartAsync();
        await new MadeUpRound(() => host.Services.CreateScope().ServiceProvider.GetRequiredService<BangVangDb>(), AwardWorld.Edition, "preliminary").LayAsync(1, default);
        var (auditor, _) = await host.EnterAsync(Role.Auditor);
        (await auditor.GetAsync($"/audit/{Key}")).Html.QuerySelector($"a[href='/audit/{Key}/answer']").ShouldNotBeNull();
        var page = await auditor.GetAsync($"/audit/{Key}/answer");
        page.Status.ShouldBe(HttpStatusCode.OK);
        var refused = await auditor.SubmitAsync(page, "main form[method=post]", ("Answer", "bangvang.audit-answer/v1\nkhông ký"));
        refused.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        refused.Text("[role=alert]")!.ShouldContain("Nội dung này không phải là một trả lời đã ký");
        refused.Html.QuerySelector("textarea[name=Answer]")!.TextContent.ShouldContain("không ký");
        var (officer, _) = await host.EnterAsync(Role.Secretariat);
        (await officer.GetAsync($"/audit/{Key}/answer")).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await officer.GetAsync("/editions/demo/2026/audit-answers/1.json")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_auditor_reads_the_mails_to_a_selection_and_their_log_and_writes_none()
    {
        await using var host = await WebHost.StartAsync();
        await new MadeUpRound(() => host.Services.CreateScope().ServiceProvider.GetRequiredService<BangVangDb>(), AwardWorld.Edition, "preliminary").LayAsync(1, default);
        var (officer, sender) = await host.EnterAsync(Role.Secretariat, name: "Chuyên viên Một");
        await host.WithDbAsync(async db =>
        {
            var mailing = new Mailing { Id = Guid.CreateVersion7(), EditionKey = Key, Selection = MailSelection.SilentJurors, Subject = "Nhắc chấm hồ sơ", Body = "Xin hoàn thành phiếu chấm trước thứ Sáu.", Recipients = 1, SentAt = host.Clock.Now, SentBy = sender.PersonId!.Value };
            db.Mailings.Add(mailing);
            db.Mail(host.Clock.Now, new("giam-khao@example.vn", "Nhắc chấm hồ sơ", mailing.Body), mailing.Id.ToString());
            return await db.SaveChangesAsync();
        });

        var page = await host.As(Role.Auditor).GetAsync($"/manage/{Key}/mails");
        var log = page.Text("section[aria-labelledby=log]")!;
        (page.Status, page.Html.QuerySelector("main form")).ShouldBe((HttpStatusCode.OK, null));
        foreach (var part in (string[])["Nhắc chấm hồ sơ", "Chuyên viên Một", "trước thứ Sáu"]) log.ShouldContain(part);
        page.Html.QuerySelector($"nav a[href='/manage/{Key}/mails']").ShouldNotBeNull();
        var form = await officer.GetAsync($"/manage/{Key}/mails");
        form.Html.QuerySelector("main form").ShouldNotBeNull();
        (await host.As(Role.Auditor).SubmitAsync(form, "main form", ("Selection", "Officers"), ("Subject", "Xin chào"), ("Body", "Nội dung đủ dài."))).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await host.As(Role.Auditor, "demo/2025").GetAsync($"/manage/{Key}/mails")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await host.As(Role.Juror).GetAsync($"/manage/{Key}/mails")).Status.ShouldBe(HttpStatusCode.Forbidden);
    }
}
