"""What every published column means, in Vietnamese and English. Goes into Parquet metadata and datapackage.json."""

from __future__ import annotations

from typing import Final, NamedTuple


class Meaning(NamedTuple):
    """One sentence a language."""

    vi: str
    en: str


FIELDS: Final[dict[str, Meaning]] = {
    "city": Meaning("Tỉnh, thành phố (mã chữ trong đường dẫn)", "Province-level unit, as a slug (in the path)"),
    "district": Meaning(
        "Đơn vị ngay dưới cấp tỉnh vào ngày đăng bài (mã chữ trong đường dẫn)",
        "Unit one level below the province on the article's date, as a slug (in the path)",
    ),
    "year": Meaning("Năm mà kỳ số liệu kết thúc", "Year in which time_period ends"),
    "city_name": Meaning("Tên chính thức của tỉnh, thành phố", "Official name of the province-level unit"),
    "city_code": Meaning("Mã đơn vị cấp tỉnh (Tổng cục Thống kê)", "GSO code of the province-level unit"),
    "district_name": Meaning("Tên chính thức của đơn vị", "Official name of the unit"),
    "district_code": Meaning("Mã đơn vị (Tổng cục Thống kê)", "GSO code of the unit"),
    "tier": Meaning("Cấp: district (quận, huyện…) hoặc commune (phường, xã…)", "Tier: district, or commune"),
    "indicator": Meaning("Chỉ tiêu, xem indicators.parquet", "Indicator id, see indicators.parquet"),
    "measure": Meaning(
        "Loại số: level (mức), plan_ratio (% kế hoạch), growth (% tăng), change (mức tăng)",
        "Which number: level, plan_ratio (% of plan), growth (% on the year before), change (absolute)",
    ),
    "obs_status": Meaning(
        "actual (thực hiện), estimate (ước), target (chỉ tiêu)", "actual, estimate, or target (planned, aimed at)"
    ),
    "time_period": Meaning(
        "Kỳ số liệu: YYYY, YYYY-Qn, YYYY-Hn, YYYY-Mnn, YYYY-nM, YYYY-MM-DD, YYYY/YYYY",
        "Period covered: YYYY, YYYY-Qn, YYYY-Hn, YYYY-Mnn, YYYY-nM (January to month n), YYYY-MM-DD, YYYY/YYYY",
    ),
    "period_start": Meaning("Ngày đầu kỳ", "First day of the period"),
    "period_end": Meaning("Ngày cuối kỳ", "Last day of the period"),
    "obs_value": Meaning("Giá trị, theo unit_measure", "Value, in unit_measure"),
    "unit_measure": Meaning(
        "Đơn vị: VND_BN (tỷ đồng), VND_MN (triệu đồng), USD_MN (triệu đô la Mỹ), PERCENT (%), COUNT",
        "Unit: VND_BN (billions of đồng), VND_MN (millions of đồng), USD_MN (millions of US dollars), PERCENT, COUNT",
    ),
    "bound": Meaning(
        "eq (đúng), gt (hơn), lt (gần, dưới), approx (khoảng)", "How exact: eq, gt (more than), lt (under), approx"
    ),
    "flags": Meaning("Cảnh báo về chất lượng", "Warnings of the quality checks"),
    "observation_id": Meaning("Mã của lần đọc, không đổi", "Stable id of the reading"),
    "article": Meaning("Tên tệp hoặc mã bài", "File stem or record id of the article"),
    "article_id": Meaning("SHA-256 của văn bản đã làm sạch", "SHA-256 of the cleaned text"),
    "source_uri": Meaning("Nơi lấy bài", "Where the article came from"),
    "publisher": Meaning("Cơ quan đăng bài", "Publisher"),
    "title": Meaning("Tiêu đề", "Title"),
    "published_at": Meaning("Ngày đăng", "Publication date"),
    "text": Meaning("Văn bản đã làm sạch", "Cleaned text, into which every span points"),
    "fingerprint": Meaning("Dấu vân của văn bản, để nhận ra bài chép lại", "MinHash of the text, to find copies"),
    "quote": Meaning("Câu chứa số liệu", "The sentence that holds the figure"),
    "char_start": Meaning("Vị trí đầu của câu trong văn bản", "Start of the quote in the cleaned text"),
    "char_end": Meaning("Vị trí cuối của câu trong văn bản", "End of the quote in the cleaned text, exclusive"),
    "raw_value": Meaning("Con số như được viết", "The number as written"),
    "rule": Meaning("Luật ngữ pháp đã đọc số này", "Grammar rule that read it"),
    "confidence": Meaning("Độ tin cậy: high, medium, low", "Confidence: high, medium or low"),
    "rules_version": Meaning("Phiên bản luật và danh mục", "Version of rules and catalog"),
    "n_sources": Meaning("Số nguồn độc lập", "Number of independent sources"),
    "n_supporting": Meaning("Số nguồn ủng hộ giá trị này", "Sources that support the value"),
    "n_dissenting": Meaning("Số nguồn nêu giá trị khác", "Sources that tell another value"),
    "dissent": Meaning("Các giá trị khác được nêu", "The other values told"),
    "contested": Meaning(
        "Có tranh chấp chưa phân định; ở indicators: publish hay withhold khi có tranh chấp",
        "Whether no rule could decide between values; in indicators: publish such a figure, or withhold it",
    ),
    "decided_by": Meaning("Quy tắc đã chọn giá trị", "The rule that chose the value"),
    "observation_ids": Meaning("Các lần đọc làm căn cứ", "The observations behind it"),
    "first_published_at": Meaning("Ngày đăng sớm nhất", "Earliest publication date"),
    "last_published_at": Meaning("Ngày đăng muộn nhất", "Latest publication date"),
    "suite": Meaning("Bộ kiểm tra", "Suite that refused the row"),
    "expectation": Meaning("Kiểm tra không đạt", "Expectation that failed"),
    "severity": Meaning("Mức nghiêm trọng", "Severity"),
    "message": Meaning("Lý do, một câu", "The reason, in a sentence"),
    "first_seen": Meaning("Bản phát hành đầu tiên giữ dòng này lại", "Release since which the row is held back"),
    "last_seen": Meaning("Bản phát hành gần nhất xét lại dòng này", "Last release in which the row was judged"),
    "release": Meaning(
        "Bản phát hành từ đó dòng bị giữ vì lý do hiện tại", "Release since which it is held back for this reason"
    ),
    "stage": Meaning("Bước xử lý", "Step that wrote the issue"),
    "reason": Meaning("Lý do: mã (issues) hoặc lời văn", "Why: a code from a closed list (issues), or in words"),
    "source": Meaning("Tệp hoặc đối tượng đã đọc", "File or object that was read"),
    "decision_id": Meaning("Mã quyết định", "Id of the decision"),
    "action": Meaning(
        "Quyết định: accept (chấp nhận), correct (sửa), reject (loại)",
        "accept (publish whatever the checks say), correct (publish value instead), or reject (hold back)",
    ),
    "value": Meaning("Giá trị đúng, theo unit_measure", "The corrected value, in unit_measure"),
    "reviewer": Meaning("Người quyết định", "Who decided"),
    "decided_at": Meaning("Thời điểm quyết định (UTC)", "When it was decided (UTC)"),
    "read_value": Meaning("Giá trị đọc được khi quyết định", "The value that was read when it was decided"),
    "read_bound": Meaning("Mức chính xác đọc được khi quyết định", "The bound that was read when it was decided"),
    "change": Meaning("Thay đổi", "added, changed, removed, or quarantined"),
    "is_target": Meaning("Là chỉ tiêu, kế hoạch", "Whether it is a target"),
    "old_value": Meaning("Giá trị trong bản trước", "Value in the release before"),
    "new_value": Meaning("Giá trị trong bản này", "Value in this release"),
    "code": Meaning("Mã đơn vị (Tổng cục Thống kê)", "GSO code of the unit"),
    "name": Meaning("Tên chính thức", "Official name"),
    "short_name": Meaning("Tên không kèm loại đơn vị", "Name without the type word"),
    "type": Meaning("Loại đơn vị", "Type of unit"),
    "slug": Meaning("Mã chữ không dấu dùng trong đường dẫn", "ASCII name used in paths"),
    "valid_from": Meaning("Có hiệu lực từ ngày", "First day of validity"),
    "valid_to": Meaning("Hết hiệu lực từ ngày (không tính ngày này)", "Day from which it is valid no more"),
    "province_code": Meaning("Mã tỉnh, thành phố", "Code of the province"),
    "province_name": Meaning("Tên tỉnh, thành phố", "Name of the province"),
    "province_slug": Meaning("Mã chữ của tỉnh, thành phố", "Slug of the province"),
    "predecessors": Meaning("Các đơn vị trước đó", "Units it came from"),
    "successors": Meaning("Các đơn vị kế tục", "Units that followed it"),
    "id": Meaning("Mã chỉ tiêu", "Id of the indicator"),
    "label_vi": Meaning("Tên tiếng Việt", "Vietnamese label"),
    "label_en": Meaning("Tên tiếng Anh", "English label"),
    "unit": Meaning("Đơn vị đo", "Unit"),
    "measures": Meaning("Các loại số được nhận", "Measures it may have"),
    "accrues": Meaning("Cộng dồn trong năm", "Whether it adds up through a year, so that nine months are a part of it"),
    **{
        f"plausible_{kind}_{end}": Meaning(f"Mức {vi_end} hợp lý của {vi}", f"{en_end} believable level of {en}")
        for kind, vi, en in (
            ("urban", "quận, thị xã, thành phố", "an urban district"),
            ("rural", "huyện", "a rural district"),
            ("commune", "phường, xã", "a commune"),
        )
        for end, vi_end, en_end in (("min", "thấp nhất", "Lowest"), ("max", "cao nhất", "Highest"))
    },
}
"""Columns not listed here (of frames that others hand in) are published without a description."""
