using BangVang.Domain.Kernel;

namespace BangVang.App.People;

/// <summary>What a role is called in mails; the screens have it in their resources.</summary>
public static class RoleNames
{
    /// <param name="role">Null for the administrator of the installation.</param>
    /// <param name="language"><c>vi</c> or <c>en</c>.</param>
    public static string Of(Role? role, string language) => (role, language) switch
    {
        (Role.Applicant, "en") => "applicant",
        (Role.Applicant, _) => "đơn vị dự giải",
        (Role.Secretariat, "en") => "officer of the secretariat",
        (Role.Secretariat, _) => "chuyên viên Cơ quan thường trực",
        (Role.Juror, "en") => "juror",
        (Role.Juror, _) => "giám khảo",
        (Role.Chair, "en") => "chair of the council",
        (Role.Chair, _) => "Chủ tịch Hội đồng Giám khảo",
        (Role.Auditor, "en") => "auditor",
        (Role.Auditor, _) => "giám sát viên",
        (Role.Organiser, "en") => "organiser of the forum",
        (Role.Organiser, _) => "Ban tổ chức Diễn đàn",
        (Role.DoorStaff, "en") => "door staff",
        (Role.DoorStaff, _) => "nhân viên đón tiếp",
        (Role.StageManager, "en") => "stage manager",
        (Role.StageManager, _) => "tổng đạo diễn sân khấu",
        (Role.EncoderOperator, "en") => "stream operator",
        (Role.EncoderOperator, _) => "kỹ thuật viên truyền phát",
        (Role.Moderator, "en") => "moderator of questions",
        (Role.Moderator, _) => "người điều phối câu hỏi",
        (Role.BridgeHost, "en") => "host of a bridge point",
        (Role.BridgeHost, _) => "phụ trách điểm cầu",
        (_, "en") => "administrator",
        _ => "quản trị hệ thống",
    };
}
