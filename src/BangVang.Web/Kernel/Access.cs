using BangVang.Domain.Kernel;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BangVang.Web.Kernel;

/// <summary>
/// Who may reach an endpoint. Every page and every call carries exactly one; one without is refused to everybody.
/// It is the outer door only: each query and action still begins with what this actor may see and do.
/// </summary>
public interface IAccess
{
    bool Allows(Actor actor);

    /// <summary>Who may send a change there: whoever may look, unless looking is all they do.</summary>
    bool AllowsChange(Actor actor) => Allows(actor);
}

/// <summary>Anybody, signed in or not.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class PublicAttribute : Attribute, IAccess
{
    public bool Allows(Actor actor) => true;
}

/// <summary>Anybody who is signed in.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class SignedInAttribute : Attribute, IAccess
{
    public bool Allows(Actor actor) => actor.IsSignedIn;
}

/// <summary>Whoever holds one of the roles in any edition. Which edition counts is for the query or action to decide.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ForAttribute(params Role[] roles) : Attribute, IAccess
{
    public IReadOnlyList<Role> Roles { get; } = roles;
    /// <summary>An auditor may send something here: a signed word of the auditor's own, and nothing else.</summary>
    public bool TakesAuditorsWord { get; init; }
    public bool Allows(Actor actor) => actor.IsSignedIn && Roles.Any(actor.IsAny);
    /// <summary>An auditor reads and changes nothing, the one exception of <see cref="TakesAuditorsWord"/> apart.</summary>
    public bool AllowsChange(Actor actor) => actor.IsSignedIn && Roles.Any(r => (r is not Role.Auditor || TakesAuditorsWord) && actor.IsAny(r));
}

/// <summary>Administrators of the installation, and with them whoever holds one of the named roles.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ForAdministratorAttribute(params Role[] orRoles) : Attribute, IAccess
{
    public IReadOnlyList<Role> Roles { get; } = orRoles;
    public bool Allows(Actor actor) => actor.IsSignedIn && (actor.IsAdministrator || Roles.Any(actor.IsAny));
    public bool AllowsChange(Actor actor) => actor.IsSignedIn && (actor.IsAdministrator || Roles.Any(r => r is not Role.Auditor && actor.IsAny(r)));
}

public static class AccessExtensions
{
    /// <summary>Who asks: set by the session's middleware, <see cref="Actor.Anonymous"/> without one.</summary>
    public static Actor Actor(this HttpContext context) => context.Features.Get<Actor>() ?? Domain.Kernel.Actor.Anonymous;

    /// <inheritdoc cref="Actor(HttpContext)"/>
    public static Actor Actor(this PageModel page) => page.HttpContext.Actor();

    public static TBuilder Public<TBuilder>(this TBuilder endpoint) where TBuilder : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new PublicAttribute());

    public static TBuilder SignedIn<TBuilder>(this TBuilder endpoint) where TBuilder : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new SignedInAttribute());

    public static TBuilder For<TBuilder>(this TBuilder endpoint, params Role[] roles) where TBuilder : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new ForAttribute(roles));

    public static TBuilder ForAdministrator<TBuilder>(this TBuilder endpoint, params Role[] orRoles) where TBuilder : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new ForAdministratorAttribute(orRoles));
}
