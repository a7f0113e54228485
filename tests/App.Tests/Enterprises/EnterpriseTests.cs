using BangVang.App.Enterprises;
using BangVang.App.Tests.Dossiers;
using BangVang.Domain.Enterprises;
using BangVang.Testing;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace BangVang.App.Tests.Enterprises;

public sealed class EnterpriseTests
{
    private const string TaxCode = "0100109106";

    [Theory, Engines]
    public async Task An_organisation_is_registered_once_under_its_tax_code(Engine engine)
    {
        await using var world = await ApplyWorld.CreateAsync(engine);
        var (an, binh) = (await world.PersonAsync("Nguyễn An"), await world.PersonAsync("Trần Bình"));
        var id = await world.EnterpriseAsync(an, "0100-109 106");

        var mine = (await world.WithAsync(db => db.OwnEnterprisesAsync(an, default))).Single();
        (mine.Enterprise.Id, mine.Enterprise.TaxCode, mine.IsOwner, mine.Enterprise.Size).ShouldBe((id, TaxCode, true, EnterpriseSize.Small));
        (await world.WithAsync(db => db.OwnEnterprisesAsync(binh, default))).ShouldBeEmpty();
        (await world.WithAsync(db => new RegisterEnterprise(db, world.Clock).RunAsync(binh, TaxCode, ApplyWorld.Profile, default))).Codes().ShouldBe(["enterprise.already_registered"]);
    }

    [Theory, Engines]
    public async Task Two_who_register_one_tax_code_at_once_give_one_organisation(Engine engine)
    {
        await using var world = await ApplyWorld.CreateAsync(engine);
        var people = await Task.WhenAll(Enumerable.Range(1, 8).Select(i => world.PersonAsync($"Người {i}")));
        var answers = await Task.WhenAll(people.Select(p => Task.Run(() => world.WithAsync(db => new RegisterEnterprise(db, world.Clock).RunAsync(p, TaxCode, ApplyWorld.Profile, default)))));
        answers.Count(a => a.Codes().Length == 0).ShouldBe(1);
        answers.Where(a => a.Codes().Length > 0).ShouldAllBe(a => a.Codes()[0] == "enterprise.already_registered");
        (await world.WithAsync(db => db.EnterpriseMembers.CountAsync())).ShouldBe(1);
    }

    [Theory, Engines]
    public async Task A_wrong_tax_code_and_everything_wrong_in_the_profile_are_said(Engine engine)
    {
        await using var world = await ApplyWorld.CreateAsync(engine);
        var an = await world.PersonAsync("Nguyễn An");
        foreach (var (typed, code) in new[] { ("0100109107", "enterprise.tax_code_check_digit"), ("001099012345", "enterprise.tax_code_is_personal"), ("12", "enterprise.tax_code_length") })
            (await world.WithAsync(db => new RegisterEnterprise(db, world.Clock).RunAsync(an, typed, ApplyWorld.Profile, default))).Codes().ShouldBe([code]);
        (await world.WithAsync(db => new RegisterEnterprise(db, world.Clock).RunAsync(an, TaxCode, new(), default))).Codes().Length.ShouldBe(4);
        (await world.WithAsync(db => db.Enterprises.CountAsync())).ShouldBe(0);
    }

    [Theory, Engines]
    public async Task Whoever_gives_a_known_tax_code_learns_nothing_until_an_owner_lets_them_in(Engine engine)
    {
        await using var world = await ApplyWorld.CreateAsync(engine);
        var (an, binh) = (await world.PersonAsync("Nguyễn An"), await world.PersonAsync("Trần Bình"));
        var id = await world.EnterpriseAsync(an);

        (await world.AskAsync(binh, "0312687878")).Value().ShouldBe(TaxCodeAnswer.Free);
        (await world.AskAsync(binh, TaxCode)).Value().ShouldBe(TaxCodeAnswer.Asked);
        (await world.AskAsync(binh, TaxCode)).Value().ShouldBe(TaxCodeAnswer.Asked);
        (await world.WithAsync(db => db.OwnEnterprisesAsync(binh, default))).ShouldBeEmpty();
        var mail = (await world.MailsAsync()).ShouldHaveSingleItem();
        (mail.To, mail.Subject).ShouldBe(("nguyen-an@example.vn", "Trần Bình xin tham gia hồ sơ đơn vị Công ty Minh họa 01"));

        var request = (await world.WithAsync(db => db.OwnEnterprisesAsync(an, default))).Single().Requests.Single();
        (await world.AnswerAsync(binh, request.Id, true))!.Code.ShouldBe("enterprise.request_not_found");
        (await world.AnswerAsync(an, request.Id, true)).ShouldBeNull();
        (await world.AnswerAsync(an, request.Id, true)).ShouldBeNull();
        (await world.AnswerAsync(an, request.Id, false))!.Code.ShouldBe("enterprise.request_answered");
        var his = (await world.WithAsync(db => db.OwnEnterprisesAsync(binh, default))).Single();
        (his.Enterprise.Id, his.IsOwner, his.Members.Count, his.Requests.Count).ShouldBe((id, false, 2, 0));
        (await world.AskAsync(binh, TaxCode)).CodeOf().ShouldBe("enterprise.already_member");
    }

    [Theory, Engines]
    public async Task A_refused_person_is_told_the_tax_code_and_not_the_name(Engine engine)
    {
        await using var world = await ApplyWorld.CreateAsync(engine);
        var (an, binh) = (await world.PersonAsync("Nguyễn An"), await world.PersonAsync("Trần Bình"));
        await world.EnterpriseAsync(an);
        await world.AskAsync(binh, TaxCode);
        var request = (await world.WithAsync(db => db.OwnEnterprisesAsync(an, default))).Single().Requests.Single();
        (await world.AnswerAsync(an, request.Id, false)).ShouldBeNull();

        var mail = (await world.MailsAsync()).Single(m => m.To == "tran-binh@example.vn");
        mail.Body.ShouldContain(TaxCode);
        (mail.Subject + mail.Body).ShouldNotContain("Minh họa");
        (await world.WithAsync(db => db.OwnEnterprisesAsync(binh, default))).ShouldBeEmpty();
    }

    [Theory, Engines]
    public async Task Nobody_fishes_for_tax_codes(Engine engine)
    {
        await using var world = await ApplyWorld.CreateAsync(engine);
        var (an, binh) = (await world.PersonAsync("Nguyễn An"), await world.PersonAsync("Trần Bình"));
        string[] codes = [TaxCode, "0100233488", "0101248141", "0100684378", "0101243150", "0312687878"];
        foreach (var code in codes) await world.EnterpriseAsync(an, code);
        foreach (var code in codes[..AskToJoinEnterprise.MostOpen]) (await world.AskAsync(binh, code)).Value().ShouldBe(TaxCodeAnswer.Asked);
        (await world.AskAsync(binh, codes[^1])).CodeOf().ShouldBe("enterprise.too_many_requests");
    }

    [Theory, Engines]
    public async Task A_profile_changed_by_a_colleague_meanwhile_is_not_overwritten(Engine engine)
    {
        await using var world = await ApplyWorld.CreateAsync(engine);
        var (an, binh) = (await world.PersonAsync("Nguyễn An"), await world.PersonAsync("Trần Bình"));
        var id = await world.EnterpriseAsync(an);
        Task<IReadOnlyList<BangVang.Domain.Kernel.Problem>> Describe(BangVang.Domain.Kernel.Actor actor, int employees, int version) => world.WithAsync(
            db => new DescribeEnterprise(db, world.Clock).RunAsync(actor, id, ApplyWorld.Profile with { Employees = employees }, version, default));

        (await Describe(an, 41, 1)).ShouldBeEmpty();
        (await Describe(an, 41, 1)).ShouldBeEmpty();
        (await Describe(an, 42, 1)).Single().Code.ShouldBe("enterprise.changed_meanwhile");
        (await Describe(an, 42, 2)).ShouldBeEmpty();
        (await Describe(binh, 43, 3)).Single().Code.ShouldBe("enterprise.not_found");
        (await world.WithAsync(db => db.Enterprises.SingleAsync())).Employees.ShouldBe(42);
    }

    [Theory, Engines]
    public async Task The_last_owner_stays_and_only_owners_remove(Engine engine)
    {
        await using var world = await ApplyWorld.CreateAsync(engine);
        var (an, binh, chi) = (await world.PersonAsync("Nguyễn An"), await world.PersonAsync("Trần Bình"), await world.PersonAsync("Lê Chi"));
        var id = await world.EnterpriseAsync(an);
        foreach (var person in new[] { binh, chi })
        {
            await world.AskAsync(person, TaxCode);
            await world.AnswerAsync(an, (await world.WithAsync(db => db.OwnEnterprisesAsync(an, default))).Single().Requests.Single().Id, true);
        }
        Task<BangVang.Domain.Kernel.Problem?> Remove(BangVang.Domain.Kernel.Actor actor, BangVang.Domain.Kernel.Actor who) =>
            world.WithAsync(db => new RemoveEnterpriseMember(db, world.Clock).RunAsync(actor, id, who.PersonId!.Value, default));

        (await Remove(an, an))!.Code.ShouldBe("enterprise.last_owner");
        (await Remove(binh, chi))!.Code.ShouldBe("enterprise.owner_only");
        (await Remove(binh, binh)).ShouldBeNull();
        (await Remove(binh, chi))!.Code.ShouldBe("enterprise.not_found");
        (await Remove(an, chi)).ShouldBeNull();
    }

    [Fact]
    public void The_thirty_four_provinces_stand_in_vietnamese_order()
    {
        Provinces.All.Count.ShouldBe(34);
        Provinces.All.Select(p => p.Code).Distinct().Count().ShouldBe(34);
        Provinces.All.Select(p => p.Name).Take(3).ShouldBe(["An Giang", "Bắc Ninh", "Cà Mau"]);
        Provinces.Find("01")!.Name.ShouldBe("Hà Nội");
        Provinces.Find("08")!.MergedFrom.ShouldBe("Hà Giang + Tuyên Quang");
        (Provinces.Find("02"), Provinces.Find(null)).ShouldBe((null, null));
    }
}
