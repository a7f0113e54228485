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
        (_, "en") => "administrator",
        _ => "quản trị hệ thống",
    };
}
