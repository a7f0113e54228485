namespace BangVang.Domain.Enterprises;

/// <summary>What an applicant is in law. Being an innovative start-up is a quality of an enterprise, declared beside it.</summary>
public enum ApplicantKind
{
    /// <summary>Doanh nghiệp under Vietnamese law.</summary>
    Enterprise,
    /// <summary>Doanh nghiệp khởi nghiệp sáng tạo; rules name it, an applicant is an enterprise that declares it.</summary>
    InnovativeStartup,
    /// <summary>Đơn vị, tổ chức sự nghiệp.</summary>
    PublicService,
    /// <summary>Cơ quan nhà nước.</summary>
    StateAgency,
    /// <summary>Doanh nghiệp thành lập ở nước ngoài.</summary>
    OverseasEnterprise,
    /// <summary>Hợp tác xã.</summary>
    Cooperative,
    /// <summary>Hộ kinh doanh.</summary>
    BusinessHousehold,
    /// <summary>Hội, hiệp hội.</summary>
    Association,
    /// <summary>Cá nhân.</summary>
    Individual,
}
