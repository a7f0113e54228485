using BangVang.Domain.Editions;
using BangVang.Domain.Enterprises;
using NodaTime;

namespace BangVang.Testing;

/// <summary>An open edition whose form has a field of every kind; tests change it with <c>with</c>.</summary>
public static class ApplyEdition
{
    public const string Key = "demo/2026";

    /// <summary>First instant of the intake, 0:00 on 1/9/2026 in Viet Nam.</summary>
    public static readonly Instant Opens = Instant.FromUtc(2026, 8, 31, 17, 0);
    /// <summary>First instant after it, 24:00 on 22/10/2026.</summary>
    public static readonly Instant Closes = Instant.FromUtc(2026, 10, 22, 17, 0);
    /// <summary>A morning within it.</summary>
    public static readonly Instant Morning = Instant.FromUtc(2026, 10, 1, 3, 0);

    public static LocalizedText T(string vi, string en) => new(vi, en);

    public static readonly Phase Intake = new()
    {
        Code = "intake", Kind = PhaseKind.Intake, Name = T("Nhận hồ sơ", "Intake"), Opens = new LocalDate(2026, 9, 1), Closes = new LocalDate(2026, 10, 22), Article = "Điều 9",
    };

    public static readonly Phase Council = new()
    {
        Code = "council", Kind = PhaseKind.Council, Name = T("Hội đồng họp", "Council"), Opens = new LocalDate(2026, 12, 1), Closes = new LocalDate(2026, 12, 5),
    };

    public static readonly Phase RegistrationPhase = new()
    {
        Code = "registration", Kind = PhaseKind.Registration, Name = T("Đăng ký sơ bộ", "Registration"), Opens = new LocalDate(2026, 8, 1), Closes = new LocalDate(2026, 8, 31),
    };

    public static readonly Form RegistrationForm = new()
    {
        Code = "short", Name = T("Phiếu đăng ký", "Registration form"), Phase = "registration",
        Sections = [new() { Code = "short", Title = T("Đăng ký", "Registration"), Fields = [new TextField { Code = "pitch", Label = T("Giới thiệu ngắn", "Short description"), Required = true, MaxWords = 50 }] }],
    };

    public static readonly DeclarationField Truth = new()
    {
        Code = "truth", Label = T("Cam đoan", "Declaration"), Required = true, Statement = T("Chúng tôi cam đoan nội dung hồ sơ là đúng.", "We declare that the dossier is true."),
    };

    public static readonly FileField Proof = new()
    {
        Code = "proof", Label = T("Văn bản xác nhận", "Confirmation"), Required = true, Accepts = [FileKind.Pdf], MaxBytes = 1_000_000, MinCount = 1, MaxCount = 2,
    };

    public static readonly Form Form = new()
    {
        Code = "full", Name = T("Hồ sơ", "Dossier"), Phase = "intake",
        Sections =
        [
            new()
            {
                Code = "about", Title = T("Giới thiệu sản phẩm", "About the product"),
                Fields =
                [
                    new TextField { Code = "pitch", Label = T("Tác động trong một câu", "Impact in one sentence"), Required = true, MaxWords = 30 },
                    new DateField { Code = "launch", Label = T("Bắt đầu đưa vào sử dụng", "Launched on"), Required = true, Fact = Fact.LaunchedOn },
                    new ChoiceField
                    {
                        Code = "places", Label = T("Nơi đang sử dụng", "Where it is used"), Multiple = true,
                        Options = [new() { Code = "state", Label = T("Cơ quan nhà nước", "State") }, new() { Code = "firm", Label = T("Doanh nghiệp", "Enterprises") }],
                    },
                    new ChoiceField
                    {
                        Code = "stage", Label = T("Giai đoạn", "Stage"),
                        Options = [new() { Code = "pilot", Label = T("Thử nghiệm", "Pilot") }, new() { Code = "wide", Label = T("Rộng rãi", "Wide use") }],
                    },
                    new UrlField { Code = "page", Label = T("Trang giới thiệu", "Page") },
                    new VideoField { Code = "film", Label = T("Video", "Video"), MaxSeconds = 180 },
                ],
            },
            new()
            {
                Code = "value", Title = T("Giá trị thực tiễn", "Practical value"),
                Fields =
                [
                    new NumberField { Code = "users", Label = T("Số người dùng", "Users"), Required = true, Unit = T("người", "people"), Min = 0 },
                    new MoneyField { Code = "revenue", Label = T("Doanh thu", "Revenue"), HiddenFromJurors = true },
                    new TableField
                    {
                        Code = "customers", Label = T("Khách hàng", "Customers"), MaxRows = 5,
                        Columns =
                        [
                            new() { Code = "name", Label = T("Tên", "Name"), Kind = ColumnKind.Text, Required = true },
                            new() { Code = "since", Label = T("Từ ngày", "Since"), Kind = ColumnKind.Date },
                            new() { Code = "seats", Label = T("Số người dùng", "Users"), Kind = ColumnKind.Number },
                        ],
                    },
                ],
            },
            new()
            {
                Code = "papers", Title = T("Tài liệu kèm theo", "Papers"),
                Fields = [Proof, new FileField { Code = "books", Label = T("Báo cáo tài chính", "Accounts"), HiddenFromJurors = true, Accepts = [FileKind.Pdf], MaxBytes = 1_000_000, MaxCount = 1 }, Truth],
            },
        ],
    };

    public static readonly Category Product = new()
    {
        Code = "product", Name = T("Sản phẩm công nghệ số xuất sắc", "Outstanding digital product"),
        Eligibility = [new LaunchedBy { Date = new(2025, 12, 31), Article = "Điều 6 khoản 1" }, new MaxEntriesPerApplicant { Count = 2, Within = EntriesWithin.Category, Article = "Điều 6 khoản 3" }],
    };

    public static readonly Category Potential = new()
    {
        Code = "potential", Name = T("Sản phẩm công nghệ số tiềm năng", "Potential digital product"),
        Eligibility = [new EnterpriseSizeIn { Sizes = [EnterpriseSize.Micro, EnterpriseSize.Small], Article = "Điều 6 khoản 2" }],
    };

    public static readonly Edition Edition = new()
    {
        Programme = "demo", Year = 2026, Number = 7, Name = T("Giải thưởng trình diễn 2026", "Demonstration award 2026"), Sample = true, Zone = "Asia/Ho_Chi_Minh",
        Phases = [Intake, Council],
        Eligibility = [new VietnameseShareAtLeast { Percent = 5_100, Article = "Điều 5 khoản 2" }, new MadeInVietNam { Stages = [ProductionStage.Designed], Article = "Điều 5 khoản 3" }],
        Categories = [Product, Potential],
        Forms = [Form],
        Rounds = Published<IReadOnlyList<Round>>.Unpublished,
        Tiers = Published<IReadOnlyList<Tier>>.Unpublished,
    };

    /// <summary>The same edition with a preliminary registration in August.</summary>
    public static Edition WithRegistration(bool required) => Edition with
    {
        Phases = [RegistrationPhase, Intake, Council],
        Forms = [RegistrationForm, Form],
        PreliminaryRegistration = new() { Phase = "registration", Form = "short", Required = required, Article = "Điều 8" },
    };
}
