using Shouldly;

namespace BangVang.EndToEnd.Journey;

/// <summary>What everybody sees: nothing before the publication, the laureate after it.</summary>
public sealed partial class JourneyTests
{
    /// <summary>As typed by somebody without a Vietnamese keyboard.</summary>
    private const string Search = "tro ly ho so xa";

    /// <summary>Decided and approved: no visitor finds the product anywhere but on the shortlist, and its applicant reads neither score nor tier.</summary>
    private async Task LearnThatNothingIsPublicYetAsync()
    {
        foreach (var path in new[] { "/", "/laureates", $"/laureates?q={Uri.EscapeDataString(Search)}", "/notices" })
        {
            await GoAsync(visitor, path);
            await SeesNotAsync(visitor, Product);
        }
        // The shortlist is public since its round closed; who judged and which prizes are given is not.
        await GoAsync(visitor, $"/editions/{Edition}");
        await SeesAsync(visitor, "Danh sách vào vòng trong");
        foreach (var secret in new[] { Council[0].Name, "Giải không trao, đồng giải" }) await SeesNotAsync(visitor, secret);
        foreach (var path in new[] { $"/laureates.json?q={Uri.EscapeDataString(Search)}", "/laureates.csv", "/laureates.atom", "/sitemap.xml" })
        {
            var answer = await visitor.APIRequest.GetAsync(server.Url + path);
            answer.Status.ShouldBe(200, path);
            (await answer.TextAsync()).ShouldNotContain(Product, Case.Insensitive, path);
        }
        foreach (var path in new[] { dossier, $"{dossier}/result", $"{dossier}/versions", "/dossiers" })
        {
            await GoAsync(applicant, path);
            foreach (var secret in new[] { "Vàng", "9,00", "8,67", FirstScore, "Phê duyệt" })
                (await applicant.InnerTextAsync("main")).ShouldNotContain(secret, Case.Sensitive, $"{secret} on {path}");
        }
        await GoAsync(applicant, $"{dossier}/result");
        await SeesAsync(applicant, "Kết quả chưa được công bố.");
    }

    private async Task FindTheLaureateAsync()
    {
        await GoAsync(visitor, "/laureates");
        await visitor.GetByLabel("Tìm sản phẩm, đơn vị").FillAsync(Search);
        await PressAsync(visitor, "Tìm", visitor.Locator("main form"));
        await SeesAsync(visitor, Product);
        await LookAsync(visitor, "board", alsoNarrow: true);
        await PressAsync(visitor, Product);
        new Uri(visitor.Url).AbsolutePath.ShouldBe($"/laureates/{Edition}/tro-ly-ho-so-xa");
        foreach (var fact in new[] { Product, Enterprise, Category, "Vàng", "27/QĐ-MH", Prose }) await SeesAsync(visitor, fact);
        await LookAsync(visitor, "laureate", alsoNarrow: true);
    }

    private async Task ReadOwnResultAsync()
    {
        await LinkMailedToAsync(applicant, ApplicantEmail, $"{dossier}/result");
        await GoAsync(applicant, dossier);
        await PressAsync(applicant, "Xem kết quả");
        await SeesAsync(applicant, "9,00");
        await SeesAsync(applicant, "Vàng");
        await LookAsync(applicant, "own-result", alsoNarrow: true);
    }
}
