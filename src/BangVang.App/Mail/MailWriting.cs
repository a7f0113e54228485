using System.Globalization;
using NodaTime;

namespace BangVang.App.Mail;

/// <summary>How mails write what the pages write by the reader's language: in one way that both languages read alike.</summary>
public static class MailWriting
{
    /// <summary>"10:42:07, 01/10/2026 (UTC+7)"; the second is told because deadlines are.</summary>
    public static string Moment(Instant at, DateTimeZone zone)
    {
        var local = at.InZone(zone);
        return $"{local.ToString("HH:mm:ss, dd/MM/uuuu", CultureInfo.InvariantCulture)} (UTC{local.Offset.ToString("+H", CultureInfo.InvariantCulture)})";
    }
}
