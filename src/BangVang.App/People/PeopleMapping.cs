using BangVang.Domain.Kernel;
using BangVang.Domain.People;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;

namespace BangVang.App.People;

/// <summary>A signed-in browser. The cookie holds 32 random bytes; the row holds their SHA-256, so that a stolen database opens no session.</summary>
public sealed class Session
{
    public required string TokenHash { get; init; }
    public Guid PersonId { get; init; }
    public Instant CreatedAt { get; init; }
    public Instant LastSeenAt { get; set; }
    public Instant ExpiresAt { get; set; }
    /// <summary>What the browser called itself, shortened, for the list of devices.</summary>
    public required string Device { get; init; }
    public Instant? EndedAt { get; set; }
}

/// <summary>An offer of a role by mail. The link holds a token, the row its SHA-256.</summary>
public sealed class Invitation
{
    public Guid Id { get; init; }
    public required string TokenHash { get; init; }
    public required string Email { get; init; }
    public required string FullName { get; init; }
    /// <summary>Null when the installation's administrator is invited.</summary>
    public string? EditionKey { get; init; }
    public Role? Role { get; init; }
    /// <summary>Of the mail: <c>vi</c> or <c>en</c>.</summary>
    public string Language { get; init; } = "vi";
    public Guid? InvitedBy { get; init; }
    public Instant CreatedAt { get; init; }
    public Instant ExpiresAt { get; init; }
    public Instant? AcceptedAt { get; set; }
    public Instant? RevokedAt { get; set; }
}

/// <summary>
/// An account that was asked for and waits for the owner of the address. It becomes a <see cref="Person"/> when the link in
/// the mail is opened by someone who knows the password it was asked for with, so that nobody prepares an account for others.
/// </summary>
public sealed class PendingAccount
{
    public required string TokenHash { get; init; }
    public required string Email { get; init; }
    public required string FullName { get; init; }
    public required string PasswordHash { get; init; }
    public required string Language { get; init; }
    public Instant ExpiresAt { get; init; }
    public Instant? UsedAt { get; set; }
}

/// <summary>A one-time link to a new password.</summary>
public sealed class ResetLink
{
    public required string TokenHash { get; init; }
    /// <summary>Null for an address without an account: asking leaves the same rows, so that it takes the same time.</summary>
    public Guid? PersonId { get; init; }
    public Instant ExpiresAt { get; init; }
    public Instant? UsedAt { get; set; }
}

/// <summary>Attempts counted per address, per source and per both, whether or not an account exists.</summary>
public sealed class SignInThrottle
{
    /// <summary>SHA-256 of what is counted.</summary>
    public required string Key { get; init; }
    public int Failures { get; set; }
    public Instant BlockedUntil { get; set; }
    public Instant LastFailureAt { get; set; }
}

internal sealed class PersonMapping : IEntityTypeConfiguration<Person>
{
    public void Configure(EntityTypeBuilder<Person> p)
    {
        p.Property(x => x.Id).ValueGeneratedNever();
        p.Property(x => x.Version).IsConcurrencyToken();
        p.Ignore(x => x.EmailDomain);
    }
}

internal sealed class RoleGrantMapping : IEntityTypeConfiguration<RoleGrant>
{
    public void Configure(EntityTypeBuilder<RoleGrant> g) => g.HasKey(x => new { x.PersonId, x.EditionKey, x.Role });
}

internal sealed class SessionMapping : IEntityTypeConfiguration<Session>
{
    public void Configure(EntityTypeBuilder<Session> s) => s.HasKey(x => x.TokenHash);
}

internal sealed class InvitationMapping : IEntityTypeConfiguration<Invitation>
{
    public void Configure(EntityTypeBuilder<Invitation> i) => i.Property(x => x.Id).ValueGeneratedNever();
}

internal sealed class PendingAccountMapping : IEntityTypeConfiguration<PendingAccount>
{
    public void Configure(EntityTypeBuilder<PendingAccount> a) => a.HasKey(x => x.TokenHash);
}

internal sealed class ResetLinkMapping : IEntityTypeConfiguration<ResetLink>
{
    public void Configure(EntityTypeBuilder<ResetLink> l) => l.HasKey(x => x.TokenHash);
}

internal sealed class SignInThrottleMapping : IEntityTypeConfiguration<SignInThrottle>
{
    public void Configure(EntityTypeBuilder<SignInThrottle> t) => t.HasKey(x => x.Key);
}
