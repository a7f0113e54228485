namespace BangVang.App.Mail;

/// <summary>The mail will not be taken, now or ever: no such address, or a message no server may carry. Trying again is no use.</summary>
public sealed class MailRefusedException(string message) : Exception(message);
