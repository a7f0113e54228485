namespace BangVang.Judging.Tests.Affinity;

/// <summary>Made-up dossiers and jurors whose area is known, in Vietnamese or English.</summary>
internal static class MadeUpTopics
{
    /// <summary>For each area what people write of it: Vietnamese phrases, then English ones, none the translation of its neighbour.</summary>
    private static readonly (string[] Vi, string[] En)[] Areas =
    [
        (["cổng dịch vụ công trực tuyến của tỉnh", "một cửa điện tử liên thông", "cắt giảm thủ tục hành chính cho người dân", "tiếp nhận và trả kết quả hồ sơ tại xã", "cơ quan nhà nước cấp huyện", "chính quyền số ở địa phương"],
         ["online public services for citizens", "one stop shop of the province", "electronic government workflows", "shorter administrative procedures", "public administration reform", "case handling in communes"]),
        (["phát hiện mã độc trên máy trạm", "giám sát an toàn thông tin", "kiểm thử xâm nhập", "trung tâm điều hành an ninh mạng", "phòng chống tấn công mạng có chủ đích", "quản lý lỗ hổng bảo mật"],
         ["malware detection on endpoints", "information security monitoring", "penetration testing and intrusion detection", "cybersecurity operations", "vulnerability management", "response to cyber attacks"]),
        (["mô hình học sâu cho tiếng Việt", "trợ lý ảo trả lời câu hỏi", "trí tuệ nhân tạo tạo sinh", "xử lý ngôn ngữ tự nhiên", "nhận dạng giọng nói vùng miền", "huấn luyện mô hình ngôn ngữ"],
         ["large language models", "natural language processing of documents", "virtual assistants and chatbots", "speech recognition", "training of neural networks", "artificial intelligence for text"]),
        (["camera đếm xe tại nút giao", "thị giác máy tính", "nhận dạng hình ảnh biển số", "xử lý ảnh thời gian thực", "phát hiện vật thể trong khung hình", "phân tích video"],
         ["computer vision for cameras", "object detection in video frames", "licence plate reading", "image recognition models", "real time image processing", "image segmentation"]),
        (["bệnh án điện tử", "quản lý khám chữa bệnh", "hội chẩn từ xa giữa các bệnh viện", "chẩn đoán hình ảnh cho bác sĩ", "theo dõi bệnh nhân tại nhà", "hồ sơ sức khỏe cá nhân"],
         ["electronic medical records", "hospital information systems", "remote consultation with doctors", "patient monitoring at home", "diagnosis support", "healthcare data exchange"]),
        (["nền tảng học trực tuyến cho học sinh", "quản lý trường học", "bài giảng số và thi trắc nghiệm", "đào tạo giáo viên", "lớp học tương tác", "ngân hàng đề thi"],
         ["online learning for pupils", "school management", "classroom teaching tools", "teacher training", "exam question banks", "adaptive education"]),
        (["canh tác lúa chính xác", "cảm biến độ ẩm đất trồng", "tưới tiêu tự động", "dự báo sâu bệnh cây trồng", "nhật ký nông nghiệp cho hợp tác xã", "quản lý vùng trồng"],
         ["precision farming of rice", "soil moisture and irrigation", "crop disease forecasting", "agriculture cooperatives", "field diaries of farmers", "plantation mapping and crops"]),
        (["truy xuất nguồn gốc thủy sản", "chăn nuôi bò sữa", "quản lý ao nuôi tôm", "giám sát đàn gia súc", "thức ăn chăn nuôi", "kiểm dịch vật nuôi"],
         ["livestock farms", "aquaculture ponds and shrimp", "traceability of fishery products", "herd monitoring", "feed planning for livestock", "veterinary control"]),
        (["thanh toán không tiền mặt", "ví điện tử cho tiểu thương", "ngân hàng mở", "chấm điểm tín dụng", "cho vay tiêu dùng", "chống gian lận thẻ"],
         ["mobile payment and wallets", "open banking interfaces", "credit scoring", "consumer lending", "card fraud", "fintech for merchants"]),
        (["hóa đơn điện tử", "kê khai thuế", "phần mềm kế toán cho hộ kinh doanh", "sổ sách và báo cáo thuế", "đối soát chứng từ", "kế toán doanh nghiệp"],
         ["electronic invoices", "tax declarations", "accounting for small shops", "bookkeeping and tax reports", "voucher matching", "accounting standards"]),
        (["sàn thương mại điện tử", "bán hàng trực tuyến đa kênh", "cửa hàng bán lẻ", "gợi ý sản phẩm cho người mua", "gian hàng của làng nghề", "quản lý đơn hàng"],
         ["e-commerce marketplaces", "online retail in several channels", "product recommendations for buyers", "retail stores", "order management for shops", "seller tools of a marketplace"]),
        (["điều phối giao hàng", "quản lý kho vận", "chuỗi cung ứng lạnh", "tối ưu tuyến xe tải", "hậu cần cảng biển", "theo dõi công-te-nơ"],
         ["logistics and delivery", "warehouse management", "cold supply chains", "truck routing", "port logistics", "container tracking in supply chain"]),
        (["thiết kế vi mạch", "chip bán dẫn trong nước", "mô phỏng mạch tích hợp", "đóng gói và kiểm thử bán dẫn", "lõi xử lý mã nguồn mở", "vi mạch công suất"],
         ["integrated circuit design", "semiconductor packaging", "chip verification", "power semiconductors", "open processor cores on chip", "microchip testing"]),
        (["trạm gốc mạng di động thế hệ mới", "thiết bị viễn thông", "mạng lõi 5G", "tối ưu phủ sóng", "truyền dẫn quang", "quản trị mạng viễn thông"],
         ["5G base stations", "telecommunications equipment", "core of mobile networks", "coverage optimisation in telecom", "optical transmission", "telecom network management"]),
        (["nhà máy thông minh", "điều khiển dây chuyền sản xuất", "rô bốt gắp hàng", "tự động hóa xưởng cơ khí", "bảo trì dự đoán máy móc", "hệ thống SCADA"],
         ["smart factories", "production line control", "picking robots", "industrial automation", "predictive maintenance of machines", "manufacturing execution"]),
        (["lưới điện phân phối", "điện mặt trời áp mái", "đo đếm công tơ", "pin lưu trữ năng lượng", "tiết kiệm năng lượng tòa nhà", "dự báo phụ tải điện lực"],
         ["smart grids", "rooftop solar", "battery storage of energy", "load forecasting for electricity", "energy saving in buildings", "metering of renewable energy"]),
        (["bản đồ số ba chiều", "ảnh viễn thám", "quản lý đất đai", "cơ sở dữ liệu địa chính", "hệ thống thông tin địa lý", "đo đạc bằng máy bay"],
         ["3D maps and GIS", "remote sensing imagery", "land registers", "cadastral surveys", "geospatial data", "geographic information systems"]),
        (["du lịch số", "đặt phòng khách sạn", "bảo tàng ảo", "số hóa di sản văn hóa", "thuyết minh tự động cho du khách", "tour tham quan thực tế ảo"],
         ["tourism apps", "hotel booking", "virtual museums", "digitised cultural heritage", "guides for travel", "virtual reality tours"]),
        (["quan trắc chất lượng không khí", "xử lý chất thải", "giám sát khí thải nhà máy", "cảnh báo ô nhiễm môi trường nước", "phân loại rác", "kiểm kê các-bon"],
         ["air quality and environment", "waste sorting", "emission monitoring", "water pollution alerts", "environmental sensors for emissions", "carbon accounts of waste"]),
        (["định danh và xác thực điện tử", "chữ ký số từ xa", "chứng thư số", "căn cước số", "mật mã hậu lượng tử", "mã hóa dữ liệu"],
         ["digital identity and authentication", "remote digital signatures", "certificates and electronic signature", "post-quantum cryptography", "encryption of data at rest", "key management in cryptography"]),
    ];

    private static readonly (string[] Vi, string[] En) Filler =
    (["Sản phẩm do đội ngũ kỹ sư trong nước làm chủ công nghệ.", "Giải pháp đã triển khai tại nhiều đơn vị trên cả nước.", "Chúng tôi có hơn mười năm kinh nghiệm.", "Doanh thu tăng trưởng tốt qua các năm.", "Khách hàng đánh giá cao chất lượng và dịch vụ hỗ trợ.", "Hệ thống vận hành ổn định, dễ sử dụng và tiết kiệm chi phí."],
     ["The product was built by a domestic team of engineers.", "The solution is in use at many organisations.", "We have more than ten years of experience.", "Revenue has grown well over the years.", "Customers value its quality and support.", "The system is stable, easy to use and saves costs."]);

    public static int Count => Areas.Length;

    /// <summary>What an applicant writes: of the area, of everything and nothing, and in passing of another area.</summary>
    public static string Dossier(int area, bool isVietnamese, SeededRandom random) =>
        Text([.. Some(Of(area, isVietnamese), 4, random), .. Some(isVietnamese ? Filler.Vi : Filler.En, 4, random), .. Some(Of((area + 1 + random.Next(Count - 1)) % Count, isVietnamese), 1, random)], random);

    /// <summary>What a juror writes of what they know.</summary>
    public static string Juror(int area, bool isVietnamese, SeededRandom random) =>
        Text([.. Some(Of(area, isVietnamese), 3, random), .. Some(isVietnamese ? Filler.Vi : Filler.En, 2, random)], random);

    private static string[] Of(int area, bool isVietnamese) => isVietnamese ? Areas[area].Vi : Areas[area].En;

    private static string[] Some(string[] from, int count, SeededRandom random)
    {
        string[] shuffled = [.. from];
        random.Shuffle(shuffled.AsSpan());
        return shuffled[..count];
    }

    private static string Text(string[] parts, SeededRandom random)
    {
        random.Shuffle(parts.AsSpan());
        return string.Join(". ", parts);
    }
}
