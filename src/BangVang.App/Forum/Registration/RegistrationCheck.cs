using BangVang.App.Editions;
using BangVang.App.Editions.Checks;
using BangVang.Domain.Editions;
using BangVang.Domain.Forum;

namespace BangVang.App.Forum.Registration;

/// <summary>Rules of registration by which somebody can in fact register.</summary>
internal static class RegistrationCheck
{
    private static readonly LocalizedText Place = new("nơi tham dự", "place");
    private static readonly LocalizedText Venue = new("địa điểm", "venue");
    private static readonly LocalizedText Question = new("câu hỏi", "question");

    public static void Run(ForumEdition forum, Findings findings)
    {
        if (forum.Registration is not { } rules) return;
        if (rules.Closes < rules.Opens) findings.Report("registration.closes", "edition.range_reversed", [("min", rules.Opens), ("max", rules.Closes)], "registration.opens");
        if (forum.Date.TryGet(out var day) && rules.Closes > (forum.Ends ?? day)) findings.Report("registration.closes", "edition.registration_after_forum", [("closes", rules.Closes), ("date", forum.Ends ?? day)], "date");
        foreach (var (place, path) in rules.Places.At("registration.places"))
        {
            findings.Refers($"{path}.venue", place.Venue, forum.Venues.Select(v => v.Code), Venue);
            if (place.Venue is not null && forum.Venue(place.Venue) is { Capacity: { } holds } && place.Capacity > holds)
                findings.Report($"{path}.capacity", "edition.place_above_venue", ("capacity", place.Capacity), ("holds", holds));
        }
        foreach (var (kind, path) in rules.Kinds.At("registration.kinds"))
        {
            findings.Refer($"{path}.places", kind.Places, rules.Places.Select(p => p.Code), Place);
            findings.Refer($"{path}.questions", kind.Questions, rules.Questions.Select(q => q.Code), Question);
            if (kind is { Reapproval: true, Approval: false }) findings.Report($"{path}.reapproval", "edition.reapproval_without_approval");
        }
        foreach (var (question, path) in rules.Questions.At("registration.questions"))
        {
            if (question is FileField or TableField or DeclarationField or VideoField or MoneyField) findings.Report($"{path}.kind", "edition.question_kind", [("code", question.Code)]);
            if (question is ChoiceField { Options.Count: < 2 }) findings.Report($"{path}.options", "edition.too_few_options");
        }
    }
}
