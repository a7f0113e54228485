using BangVang.App.Editions;
using BangVang.App.Editions.Checks;
using BangVang.Domain.Editions;
using BangVang.Domain.Forum;

namespace BangVang.App.Forum.Door;

/// <summary>Check-in lists at which somebody can in fact come in.</summary>
internal static class DoorCheck
{
    private static readonly LocalizedText Place = new("nơi tham dự", "place");
    private static readonly LocalizedText Kind = new("loại đại biểu", "kind");

    public static void Run(ForumEdition forum, Findings findings)
    {
        foreach (var (list, path) in forum.Doors.At("doors"))
        {
            findings.Refer($"{path}.places", list.Places, (forum.Registration?.Places ?? []).Select(p => p.Code), Place);
            findings.Refer($"{path}.kinds", list.Kinds, (forum.Registration?.Kinds ?? []).Select(k => k.Code), Kind);
            if (list.Gates.Count == 0) findings.Report($"{path}.gates", "edition.door_without_gate", ("code", list.Code));
        }
    }
}
