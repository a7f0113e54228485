using BangVang.Domain.Editions;
using BangVang.Domain.Forum;
using BangVang.Domain.Forum.Programme;
using NodaTime;

namespace BangVang.Domain.Tests.Forum;

/// <summary>A small forum in two cities, and sessions in it.</summary>
internal static class ProgrammeWorld
{
    public static readonly LocalDate Date = new(2026, 12, 8);

    public static readonly ForumEdition Small = new()
    {
        Slug = "demo", Number = 8, Year = 2026, Name = new("Diễn đàn", "Forum"), Zone = "Asia/Ho_Chi_Minh", Date = Published.Of(Date), Languages = ["vi", "en"],
        Venues =
        [
            new()
            {
                Code = "ha-noi", Kind = VenueKind.Main, Name = new("Hà Nội", "Hà Nội"),
                Rooms = [Room("hall", 100), Room("room-a", 20), Room("room-b", null)],
            },
            new() { Code = "seoul", Kind = VenueKind.BridgePoint, Name = new("Seoul", "Seoul"), Zone = Published.Of("Asia/Seoul"), Rooms = [Room("seoul-room", 50)] },
        ],
        Walks = [new("hall", "room-a", 6), new("room-a", "room-b", 2)],
    };

    public static readonly ForumSpeaker An = Speaker(1, "Nguyễn Văn An"), Binh = Speaker(2, "Trần Bình");

    private static Room Room(string code, int? seats) => new() { Code = code, Name = new($"phòng {code}", $"room {code}"), Kind = RoomKind.Hall, Capacity = seats };

    private static ForumSpeaker Speaker(int n, string name) => new() { Id = new($"00000000-0000-7000-8000-{n:000000000000}"), ForumKey = "forum/demo", Code = $"DG000{n}", Name = name };

    /// <param name="time">By the clock of Hà Nội.</param>
    public static ForumSession Session(int n, string room, string time, int minutes, params ForumSpeaker[] speakers) => new()
    {
        Id = new($"00000000-0000-7000-9000-{n:000000000000}"), ForumKey = "forum/demo", Code = $"PHI{n:000}", Number = n, TitleVi = $"Phiên {n}", TitleEn = $"Session {n}",
        Room = room, StartsAt = At(time), Minutes = minutes, Languages = ["vi"], State = SessionState.Confirmed, Parts = [.. speakers.Select(s => new SessionPart(s.Id, SessionRole.Speaker))],
    };

    public static Instant At(string time, int day = 0) =>
        Date.PlusDays(day).At(NodaTime.Text.LocalTimePattern.CreateWithInvariantCulture("HH:mm").Parse(time).Value).InZoneStrictly(Small.TimeZone).ToInstant();
}
