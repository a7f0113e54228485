using System.Globalization;
using BangVang.Domain.Editions;

namespace BangVang.App.Editions;

/// <summary>The sentences of problems with an edition. <c>{name}</c> stands for a value.</summary>
public static class EditionTexts
{
    internal static LocalizedText Sentence(string code, IEnumerable<(string Name, object Value)> args)
    {
        var text = Sentences[code];
        foreach (var (name, value) in args)
        {
            var written = Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
            text = new(text.Vi.Replace($"{{{name}}}", written), text.En.Replace($"{{{name}}}", written));
        }
        return text;
    }

    /// <summary>All codes an edition can be reported with.</summary>
    public static IReadOnlyDictionary<string, LocalizedText> Sentences { get; } = new Dictionary<string, LocalizedText>
    {
        // The file itself.
        ["edition.folder_missing"] = new("không có thư mục này", "there is no such folder"),
        ["edition.file_missing"] = new("thiếu tệp {file} trong thư mục của kỳ giải", "the folder of the edition has no file {file}"),
        ["edition.file_empty"] = new("tệp rỗng", "the file is empty"),
        ["edition.file_too_large"] = new("tệp {file} lớn hơn {max} MB", "the file {file} is larger than {max} MB"),
        ["edition.not_yaml"] = new("không đọc được YAML: {detail}", "not readable as YAML: {detail}"),
        ["edition.yaml_alias"] = new("không dùng neo và bí danh YAML (& và *): hãy viết đầy đủ", "anchors and aliases (& and *) are not used: write it out"),
        ["edition.include_too_deep"] = new("tệp {file} được lồng quá sâu", "the file {file} is included too deeply"),

        // Programme of a forum.
        ["edition.six_signs"] = new("mã “{value}” phải gồm đúng sáu chữ số hoặc chữ in hoa (0-9, A-Z)", "the code “{value}” must be six digits or capital letters (0-9, A-Z)"),
        ["edition.time_malformed"] = new("“{value}” không phải là giờ, hãy viết dạng 08:30", "“{value}” is no time of day, write 08:30"),

        // Keys.
        ["edition.key_unknown"] = new("không có khóa “{key}” ở đây; các khóa được dùng: {keys}", "the key “{key}” is not known here; known keys: {keys}"),
        ["edition.key_misspelt"] = new("không có khóa “{key}” ở đây; có phải là “{near}”?", "the key “{key}” is not known here; did you mean “{near}”?"),
        ["edition.comma_unquoted"] = new("“{key}” đứng sau dấu phẩy nên bị đọc thành khóa: đặt cả đoạn văn trong dấu nháy kép", "“{key}” stands after a comma and is read as a key: put the whole text in double quotes"),
        ["edition.key_twice"] = new("khóa “{key}” được viết hai lần", "the key “{key}” is written twice"),
        ["edition.key_missing"] = new("thiếu khóa “{key}”", "the key “{key}” is missing"),
        ["edition.key_missing_or_unpublished"] = new("thiếu khóa “{key}”; nếu quy chế không nêu, hãy viết unpublished", "the key “{key}” is missing; write unpublished when the regulation does not state it"),
        ["edition.translation_missing"] = new("thiếu bản dịch: cần cả vi và en, viết { vi: …, en: … }", "a translation is missing: both vi and en are needed, written { vi: …, en: … }"),
        ["edition.kind_unknown"] = new("không có loại “{value}”; các loại được dùng: {known}", "the kind “{value}” is not known; known kinds: {known}"),
        ["edition.kind_unknown_near"] = new("không có loại “{value}”; có phải là “{near}”?", "the kind “{value}” is not known; did you mean “{near}”?"),

        // Values.
        ["edition.expected_object"] = new("cần một nhóm khóa: {keys}", "a group of keys is expected: {keys}"),
        ["edition.expected_list"] = new("cần một danh sách", "a list is expected"),
        ["edition.expected_table"] = new("cần các cặp khóa và giá trị", "pairs of a key and a value are expected"),
        ["edition.expected_text"] = new("cần một giá trị đơn", "a single value is expected"),
        ["edition.value_empty"] = new("giá trị trống", "the value is empty"),
        ["edition.cannot_be_unpublished"] = new("giá trị này không thể là unpublished; nếu không bắt buộc, hãy bỏ khóa", "this value cannot be unpublished; leave the key out when it is optional"),
        ["edition.variants_too_few"] = new("variants cần ít nhất hai cách nêu khác nhau", "variants needs at least two statements"),
        ["edition.list_empty"] = new("danh sách “{key}” không được rỗng", "the list “{key}” may not be empty"),
        ["edition.code_malformed"] = new("“{value}” không phải là mã: chữ thường a-z, số, gạch nối, bắt đầu bằng chữ", "“{value}” is no code: small letters a-z, digits, hyphen and underscore, beginning with a letter"),
        ["edition.code_twice"] = new("mã “{code}” đã được dùng", "the code “{code}” is already used"),
        ["edition.not_a_whole_number"] = new("“{value}” không phải là số nguyên", "“{value}” is no whole number"),
        ["edition.not_a_number"] = new("“{value}” không phải là số có nhiều nhất hai chữ số sau dấu chấm", "“{value}” is no number with at most two decimals after a point"),
        ["edition.not_a_size"] = new("“{value}” không phải là dung lượng, như 20 MB", "“{value}” is no size, such as 20 MB"),
        ["edition.number_out_of_range"] = new("{value} nằm ngoài khoảng từ {min} đến {max}", "{value} is not between {min} and {max}"),
        ["edition.not_true_or_false"] = new("“{value}” không phải là true hay false", "“{value}” is neither true nor false"),
        ["edition.not_a_date"] = new("“{value}” không phải là ngày có thật, viết như 2026-09-20", "“{value}” is no date that exists, written as 2026-09-20"),
        ["edition.day_zero_missing"] = new("“{value}” tính từ ngày bắt đầu, nhưng chưa cho biết ngày đó", "“{value}” counts from day zero, which was not given"),
        ["edition.not_a_share"] = new("“{value}” không phải là tỷ lệ, viết như 2/3 hoặc 75%", "“{value}” is no share, written as 2/3 or 75%"),
        ["edition.choice_unknown"] = new("không dùng “{value}” ở đây; chọn một trong: {known}", "“{value}” is not known here; choose one of {known}"),
        ["edition.choice_unknown_near"] = new("không dùng “{value}” ở đây; có phải là “{near}”?", "“{value}” is not known here; did you mean “{near}”?"),
        ["edition.reference_unknown"] = new("không có {what} nào mang mã “{code}”", "there is no {what_en} with the code “{code}”"),
        ["edition.reference_unknown_near"] = new("không có {what} nào mang mã “{code}”; có phải là “{near}”?", "there is no {what_en} with the code “{code}”; did you mean “{near}”?"),
        ["edition.url_malformed"] = new("“{value}” không phải là địa chỉ http hoặc https", "“{value}” is no http or https address"),
        ["edition.slug_malformed"] = new("“{value}” không dùng được trong địa chỉ: chỉ dùng chữ thường, chữ số và dấu gạch nối, như demo-2026", "“{value}” cannot stand in an address: use small letters, digits and hyphens, as in demo-2026"),
        ["edition.main_venue_missing"] = new("cần ít nhất một địa điểm loại main, nơi có hội trường", "at least one venue of kind main is needed, where the hall is"),
        ["edition.video_missing"] = new("luồng “{stream}” chưa có rendition nào loại video", "the stream “{stream}” has no rendition of kind video"),
        ["edition.language_missing"] = new("“{code}” cần language, như vi, en hoặc ko", "“{code}” needs a language, such as vi, en or ko"),
        ["edition.registration_after_forum"] = new("đăng ký đóng ngày {closes}, sau ngày diễn đàn {date}", "registration closes on {closes}, after the forum on {date}"),
        ["edition.door_without_gate"] = new("danh sách đón “{code}” chưa có cửa nào", "the check-in list “{code}” has no gate"),
        ["edition.place_above_venue"] = new("nơi này có {capacity} chỗ, nhưng địa điểm chỉ chứa {holds} người", "this place has {capacity} seats, its venue holds only {holds} persons"),
        ["edition.reapproval_without_approval"] = new("reapproval chỉ dùng cùng approval: true", "reapproval goes with approval: true only"),
        ["edition.question_kind"] = new("câu hỏi đăng ký “{code}” chỉ có thể là text, number, date, choice hoặc url", "the question “{code}” of a registration can only be of kind text, number, date, choice or url"),
        ["edition.zone_unknown"] = new("không có múi giờ “{value}”, viết như Asia/Ho_Chi_Minh", "there is no time zone “{value}”, written as Asia/Ho_Chi_Minh"),
        ["edition.range_reversed"] = new("giá trị nhỏ nhất {min} lớn hơn giá trị lớn nhất {max}", "the smallest value {min} is above the largest {max}"),

        // Calendar.
        ["edition.phase_ends_before_it_begins"] = new("giai đoạn “{phase}” kết thúc ngày {closes}, trước khi bắt đầu ngày {opens}", "phase “{phase}” ends on {closes}, before it begins on {opens}"),
        ["edition.phases_overlap"] = new("giai đoạn “{phase}” bắt đầu ngày {opens}, trước khi “{other}” kết thúc ngày {closes}", "phase “{phase}” begins on {opens}, before “{other}” ends on {closes}"),
        ["edition.phase_kind_twice"] = new("chỉ được có một giai đoạn loại {kind}", "there can be only one phase of kind {kind}"),
        ["edition.phase_kind_wrong"] = new("giai đoạn “{phase}” có loại {kind}, cần loại {expected}", "phase “{phase}” is of kind {kind}, {expected} is needed"),
        ["edition.extension_not_later"] = new("gia hạn đến {closes} không muộn hơn hạn trước đó {before}", "the extension to {closes} is not later than the deadline before it, {before}"),
        ["edition.round_before_intake_ends"] = new("vòng “{round}” bắt đầu ngày {opens}, trước khi hết hạn nhận hồ sơ {closes}", "round “{round}” begins on {opens}, before the intake ends on {closes}"),
        ["edition.rounds_out_of_order"] = new("vòng “{round}” bắt đầu ngày {opens}, trước khi vòng “{before}” kết thúc ngày {closes}", "round “{round}” begins on {opens}, before round “{before}” ends on {closes}"),
        ["edition.round_without_phase"] = new("vòng chấm “{round}” chưa gắn với giai đoạn nào", "scoring round “{round}” names no phase"),
        ["edition.phase_without_round"] = new("không có vòng chấm nào diễn ra trong giai đoạn “{phase}”", "no scoring round takes place in phase “{phase}”"),
        ["edition.screening_after_scoring"] = new("vòng xét hồ sơ phải đứng trước các vòng chấm", "a screening round must come before the scoring rounds"),

        // Eligibility.
        ["edition.group_too_small"] = new("nhóm {kind} cần ít nhất hai điều kiện", "a group {kind} needs at least two rules"),
        ["edition.rule_twice"] = new("hạng mục “{category}” có hai điều kiện mang mã “{code}”: hãy đặt code riêng cho mỗi điều kiện", "category “{category}” has two rules with the code “{code}”: give each its own code"),
        ["edition.rules_contradict"] = new("hạng mục “{category}” yêu cầu ra mắt từ {from} và đến {to}: không sản phẩm nào đáp ứng", "category “{category}” asks for a launch from {from} and by {to}: no product can meet both"),

        // Forms.
        ["edition.form_ambiguous"] = new("hạng mục “{category}” có hai biểu mẫu trong giai đoạn “{phase}”: {forms}", "category “{category}” has two forms in phase “{phase}”: {forms}"),
        ["edition.too_few_options"] = new("cần ít nhất hai lựa chọn", "at least two options are needed"),
        ["edition.options_unexpected"] = new("chỉ cột loại choice mới có options", "only a column of kind choice has options"),
        ["edition.max_choices_without_multiple"] = new("max_choices chỉ dùng cùng multiple: true", "max_choices goes with multiple: true only"),
        ["edition.fact_kind"] = new("dữ kiện {fact} cần trường loại {expected}, không phải {kind}", "the fact {fact} needs a field of kind {expected}, not {kind}"),
        ["edition.fact_twice"] = new("hai trường của cùng biểu mẫu trả lời dữ kiện {fact}", "two fields of one form answer the fact {fact}"),
        ["edition.fact_from_profile"] = new("dữ kiện {fact} lấy từ hồ sơ đơn vị hoặc được đếm, không hỏi trong biểu mẫu", "the fact {fact} comes from the enterprise's profile or is counted; a form does not ask it"),
        ["edition.fact_options"] = new("dữ kiện {fact} cần các lựa chọn: {expected}", "the fact {fact} needs the options {expected}"),
        ["edition.declares_without_fact"] = new("declares chỉ dùng cùng fact: declarations", "declares goes with fact: declarations only"),
        ["edition.fact_without_declares"] = new("fact: declarations cần declares: mã của điều kiện được cam kết", "fact: declarations needs declares: the code of the rule that is declared"),

        // Scoring.
        ["edition.weights_not_100"] = new("các trọng số của {what} cộng lại là {sum} %, phải là 100 %", "the weights of {what} sum to {sum} %, they must sum to 100 %"),
        ["edition.scale_impossible"] = new("thang điểm từ {min} đến {max} bước {step} không dùng được: max phải lớn hơn min và cách min một số nguyên lần bước", "a scale from {min} to {max} by {step} does not work: max must be above min by a whole number of steps"),
        ["edition.quorum_above_panel"] = new("cần {quorum} phiếu nhưng mỗi hồ sơ chỉ có {panel} giám khảo", "the quorum is {quorum}, but a dossier has only {panel} jurors"),
        ["edition.quorum_too_small_for_aggregate"] = new("cách tổng hợp {method} cần ít nhất {needs} phiếu, số phiếu tối thiểu chỉ là {quorum}", "the aggregation {method} needs at least {needs} scores, the quorum is {quorum}"),
        ["edition.calibrate_needs_two"] = new("hiệu chỉnh cần panel_size từ 2 giám khảo trở lên: mỗi hồ sơ một giám khảo thì không so sánh được độ nghiêm", "calibration needs a panel_size of at least 2: with one juror per dossier nothing tells how severe jurors are"),
        ["edition.aggregate_parameters"] = new("cách tổng hợp {method} {rule_vi}", "the aggregation {method} {rule_en}"),
        ["edition.tie_parameters"] = new("bước phân hạng {by} {rule_vi}", "the tie-break {by} {rule_en}"),
        ["edition.tie_chain_after_council"] = new("không có bước phân hạng nào sau khi Hội đồng quyết định", "nothing follows after the council in a tie chain"),
        ["edition.rounds_empty"] = new("danh sách vòng thi rỗng; nếu quy chế không nêu, hãy viết unpublished", "the list of rounds is empty; write unpublished when the regulation does not state them"),
        ["edition.score_outside_scale"] = new("điểm {score} nằm ngoài thang điểm từ {min} đến {max} của vòng “{round}”", "the score {score} is outside the scale from {min} to {max} of round “{round}”"),
        ["edition.rubric_unused"] = new("không vòng nào dùng bộ tiêu chí “{rubric}”", "no round uses the rubric “{rubric}”"),

        ["edition.pairwise_has_no_points"] = new("vòng so sánh từng cặp “{round}” không cho điểm, nên không dùng được điểm tối thiểu ở hạng mục “{category}”", "the pairwise round “{round}” gives no points, so that category “{category}” can have no minimum score"),
        ["edition.pairwise_not_across"] = new("độ mạnh trong vòng so sánh từng cặp “{round}” chỉ so sánh được trong một hạng mục, nên không dùng được in_all cho nhiều hạng mục", "strengths of the pairwise round “{round}” compare within one category only, so that in_all cannot limit several"),

        // Tiers.
        ["edition.tiers_empty"] = new("danh sách bậc giải rỗng; nếu quy chế không nêu, hãy viết unpublished", "the list of tiers is empty; write unpublished when the regulation does not state them"),
        ["edition.quota_empty"] = new("cơ cấu giải không nêu số lượng: cần per_category, by_category hoặc in_all", "the quota states no number: per_category, by_category or in_all is needed"),
        ["edition.quota_outside_tier"] = new("có số lượng giải cho hạng mục “{category}”, nhưng bậc “{tier}” không trao ở hạng mục đó", "there is a quota for category “{category}”, but the tier “{tier}” is not given there"),
        ["edition.quota_above_all"] = new("số giải của một hạng mục ({category}) lớn hơn số giải tất cả ({all})", "the quota of one category ({category}) is above that of all ({all})"),
        ["edition.tiers_out_of_order"] = new("điểm tối thiểu của bậc “{tier}” ({score}) cao hơn bậc trên “{above}” ({score_above})", "the minimum score of tier “{tier}” ({score}) is above that of the higher tier “{above}” ({score_above})"),
        ["edition.category_without_tier"] = new("không bậc giải nào được trao ở hạng mục “{category}”", "no tier is given in category “{category}”"),

        // Council and care.
        ["edition.share_zero"] = new("tỷ lệ phải lớn hơn 0", "the share must be above 0"),
        ["edition.visibility_too_early"] = new("{item} không được hiển thị cho {viewer} từ {from}: sớm nhất là {earliest}", "{item} may not be visible to {viewer} from {from}: {earliest} is the earliest"),
        ["edition.years_missing"] = new("ràng buộc {kind} cần years", "the tie {kind} needs years"),
        ["edition.years_unexpected"] = new("years chỉ dùng với former_employer", "years goes with former_employer only"),
        ["edition.days_before_wrong"] = new("{moment} {rule_vi}", "{moment} {rule_en}"),
        ["edition.placeholder_unknown"] = new("không có chỗ trống {value}; được dùng: {known}", "the placeholder {value} is not known; known are {known}"),
        ["edition.text_incomplete"] = new("thư cần cả subject và text", "a mail needs both subject and text"),
        ["edition.document_without_place"] = new("tài liệu cần file hoặc url", "a document needs a file or a url"),
        ["edition.figure_scope"] = new("chỉ số liệu loại prizes mới kèm {key}", "only a figure of kind prizes has {key}"),
        ["edition.milestone_undated"] = new("mốc thời gian cần planned hoặc actual", "a milestone needs planned or actual"),

        // Amendments.
        ["edition.amendment_removes_category"] = new("sửa đổi không được bỏ hạng mục “{category}” đã công bố", "an amendment may not remove the published category “{category}”"),
        ["edition.amendment_changes_sealing"] = new("đã bắt đầu nhận hồ sơ: sửa đổi không được thay đổi việc niêm phong", "dossiers are being taken already: an amendment may not change the sealing"),
        ["edition.sealing_too_early"] = new("giai đoạn mở niêm phong {phase} bắt đầu ngày {opens}, trước khi {other} kết thúc ngày {closes}", "the phase {phase}, with which sealed files open, begins on {opens}, before {other} ends on {closes}"),
        ["edition.sealing_key_malformed"] = new("“{value}” không phải là khóa công khai age: bắt đầu bằng age1", "“{value}” is no public key of age, which begins with age1"),
        ["edition.sealing_key_twice"] = new("khóa này được dùng hai lần", "this key is used twice"),
        ["edition.sealing_share_malformed"] = new("“{value}” không phải là mã băm của một phần khóa: 64 chữ số thập lục phân viết thường", "“{value}” is no hash of a share: 64 hexadecimal digits in lower case"),
        ["edition.sealing_too_few_trustees"] = new("cần {needed} người giữ khóa để mở, nhưng chỉ nêu {count}", "{needed} trustees are needed to open, and {count} are named"),
        ["edition.amendment_changes_open_round"] = new("{round} đã bắt đầu: sửa đổi không được thay đổi {rule} của vòng", "{round} has begun: an amendment may not change {rule}"),
        ["edition.amendment_shortens_intake"] = new("sửa đổi không được rút ngắn hạn nhận hồ sơ từ {before} xuống {closes}", "an amendment may not shorten the intake from {before} to {closes}"),
    };
}
