using BangVang.App.Storage;

namespace BangVang.App.Enterprises;

/// <summary>What is true of every organisation.</summary>
public static class EnterpriseInvariants
{
    public static IReadOnlyList<Invariant> All { get; } =
    [
        new SqlInvariant("enterprises.someone_owns", "Mỗi đơn vị có người phụ trách.", "Each organisation has an owner.",
            "SELECT e.tax_code AS value FROM enterprise e WHERE EXISTS (SELECT 1 FROM enterprise_member m WHERE m.enterprise_id = e.id) AND NOT EXISTS (SELECT 1 FROM enterprise_member m WHERE m.enterprise_id = e.id AND m.is_owner)"),
    ];
}
