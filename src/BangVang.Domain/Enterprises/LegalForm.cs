namespace BangVang.Domain.Enterprises;

/// <summary>Legal form of an organisation, after the Law on Enterprises and the kinds of bodies an award may admit.</summary>
public enum LegalForm
{
    /// <summary>Công ty trách nhiệm hữu hạn một thành viên.</summary>
    LimitedOneMember,
    /// <summary>Công ty trách nhiệm hữu hạn hai thành viên trở lên.</summary>
    LimitedTwoOrMore,
    /// <summary>Công ty cổ phần.</summary>
    JointStock,
    /// <summary>Công ty hợp danh.</summary>
    Partnership,
    /// <summary>Doanh nghiệp tư nhân.</summary>
    PrivateEnterprise,
    /// <summary>Hợp tác xã, liên hiệp hợp tác xã.</summary>
    Cooperative,
    /// <summary>Đơn vị sự nghiệp công lập.</summary>
    PublicServiceUnit,
    /// <summary>Đơn vị sự nghiệp ngoài công lập.</summary>
    NonPublicServiceUnit,
    /// <summary>Cơ quan nhà nước.</summary>
    StateAgency,
    /// <summary>Hội, hiệp hội.</summary>
    Association,
    /// <summary>Pháp nhân thành lập ở nước ngoài.</summary>
    ForeignEntity,
    Other,
}
