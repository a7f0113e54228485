using System.Net;
using BangVang.App.Dossiers.Sealing;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using BangVang.Testing;
using BangVang.Testing.Files;
using BangVang.Web.Tests.Dossiers;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace BangVang.Web.Tests.Sealing;

/// <summary>From the applicant's upload to the opening, on the pages and with scripts off.</summary>
public sealed class SealingPagesTests
{
    private const string Screen = $"/manage/{ApplyEdition.Key}/sealing";

    [Theory, Engines]
    public async Task Files_are_sealed_at_upload_and_read_again_after_the_opening(Engine engine)
    {
        await using var host = await ApplyHost.StartAsync(engine, SealedEdition.Edition);
        var (applicant, who) = await host.PersonAsync("Người nộp");
        var (officer, _) = await host.PersonAsync("Cán bộ", Role.Secretariat);
        var (juror, _) = await host.PersonAsync("Giám khảo", Role.Juror);
        var dossier = await applicant.StartDossierAsync(await host.EnterpriseAsync(who));
        var papers = await applicant.GetAsync($"{dossier}/section/papers");
        papers.Body.ShouldContain("Tệp được niêm phong ngay khi tải lên");
        await applicant.SendFileAsync(papers, "proof", "Xác nhận.pdf", SampleFiles.Of(FileKind.Pdf));

        (await applicant.GetAsync($"{dossier}/section/papers")).Html.QuerySelector("ul.files a").ShouldBeNull();
        var file = (await host.WithDbAsync(async db => db.StoredFiles.Single())).Id;
        var refused = await applicant.GetAsync($"{dossier}/files/{file}");
        refused.Status.ShouldBe(HttpStatusCode.Conflict);
        refused.Body.ShouldContain("Chưa ai đọc được");
        (await juror.GetAsync(Screen)).Status.ShouldBeOneOf(HttpStatusCode.NotFound, HttpStatusCode.Forbidden);
        var before = await officer.GetAsync(Screen);
        before.Text("#progress")!.ShouldContain("1 tệp đang được niêm phong");
        before.Html.QuerySelector("textarea").ShouldBeNull();

        host.Clock.Now = SealedEdition.Opening;
        var day = await officer.GetAsync(Screen);
        var wrong = await officer.SubmitAsync(day, "form[action$='handler=Share']", ("Share", "bvshare1qqqq"));
        wrong.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        wrong.Body.ShouldContain("có ký tự bị gõ sai");
        wrong.Body.ShouldNotContain("bvshare1qqqq");
        (await officer.SubmitAsync(day, "form[action$='handler=Share']", ("Share", SealedEdition.Share(1)))).Status.ShouldBe(HttpStatusCode.Redirect);
        (await officer.GetAsync(Screen)).Body.ShouldContain("Còn cần 1 phần khóa");
        (await officer.SubmitAsync(await officer.GetAsync(Screen), "form[action$='handler=Share']", ("Share", SealedEdition.Share(2)))).Location!.ShouldEndWith("done=opened");
        await using (var scope = host.Services.CreateAsyncScope()) await scope.ServiceProvider.GetRequiredService<OpenSealedFiles>().RunAsync(default);
        // The server's own job may have taken it; whoever did, it is done in a moment.
        for (var give = DateTime.UtcNow.AddSeconds(30); !(await officer.GetAsync(Screen)).Body.Contains("Đã mở 1 trong 1 tệp", StringComparison.Ordinal) && DateTime.UtcNow < give;) await Task.Yield();
        (await officer.GetAsync(Screen)).Body.ShouldContain("Đã mở 1 trong 1 tệp");

        (await applicant.Client.GetByteArrayAsync($"{dossier}/files/{file}")).ShouldBe(SampleFiles.Of(FileKind.Pdf));
        (await applicant.GetAsync($"{dossier}/section/papers")).Html.QuerySelector("ul.files a").ShouldNotBeNull();
        (await officer.GetAsync(Screen, "en")).Body.ShouldContain("1 of 1 files are open");
    }

    [Fact]
    public async Task An_edition_without_sealing_says_so()
    {
        await using var host = await ApplyHost.StartAsync();
        var (officer, _) = await host.PersonAsync("Cán bộ", Role.Secretariat);
        (await officer.GetAsync(Screen)).Text(".lead").ShouldBe("Kỳ giải này không niêm phong hồ sơ: tệp được lưu như khi tải lên.");
    }
}
