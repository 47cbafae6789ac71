"""The words of the pages, in Vietnamese and English, and numbers and dates as each writes them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal, get_args

import attrs

from pipeline.clock import VIETNAM

Code = Literal["vi", "en"]
CODES: tuple[Code, ...] = get_args(Code)

# Each phrase in Vietnamese and in English.
WORDS: dict[str, tuple[str, str]] = {
    "name": ("Kho Báo", "Kho Báo"),
    "motto": ("Kho lưu trữ báo chí địa phương", "The archive of the Vietnamese regional press"),
    "front": ("Tìm lại những gì báo địa phương đã viết", "Find again what the regional press wrote"),
    "skip": ("Đến nội dung chính", "Skip to the content"),
    "home": ("Trang đầu", "Front page"),
    "newest": ("Mới nhất", "Newest"),
    "sites": ("Các trang báo", "The sites"),
    "data": ("Dữ liệu", "Data"),
    "menu": ("Mục chính", "Main menu"),
    "language": ("Ngôn ngữ", "Language"),
    "footer": (
        "Kho Báo lưu nguyên văn những gì các trang đã đăng, từng bản một. Bài viết thuộc về nơi xuất bản.",
        "Kho Báo keeps what the sites published, word for word, each version. Articles belong to their publishers.",
    ),
    "tables": ("Bảng dữ liệu, JSON và CSV", "Tables, JSON and CSV"),
    "search": ("Tìm", "Search"),
    "search_label": ("Tìm trong kho", "Search the archive"),
    "search_hint": ("Có dấu hay không dấu đều được", "With or without accents"),
    "articles": ("{n} bài", "{n} articles"),
    "articles_1": ("1 bài", "1 article"),
    "held": ("Kho đang giữ {articles} của {sites}.", "The archive holds {articles} from {sites}."),
    "sites_n": ("{n} trang", "{n} sites"),
    "sites_n_1": ("1 trang", "1 site"),
    "a_day": ("Số bài mỗi ngày, 30 ngày qua", "Articles a day, the last 30 days"),
    "a_day_sum": (
        "Tổng cộng {articles}; nhiều nhất {most} bài, ngày {day}.",
        "{articles} in all; {most} at most, on {day}.",
    ),
    "a_day_none": ("Không có bài nào trong 30 ngày qua.", "No articles in the last 30 days."),
    "figures": ("Xem bằng con số", "As a table"),
    "day": ("Ngày", "Day"),
    "all": ("Tất cả", "All"),
    "other_sites": ("Các trang khác", "Other sites"),
    "newspaper": ("Báo", "Newspaper"),
    "portal": ("Cổng thông tin", "Portal"),
    "agency": ("Hãng tin", "News agency"),
    "newest_at": ("mới nhất {day}", "newest {day}"),
    "edited": ("đã sửa", "edited"),
    "online": ("còn", "online"),
    "gone": ("đã gỡ", "gone"),
    "moved": ("đã chuyển", "moved"),
    "returned": ("đã trở lại", "returned"),
    "turned_gone": (
        "Bài đã bị gỡ khỏi trang gốc: không còn thấy từ {moment}.",
        "The article was taken off its site: not there since {moment}.",
    ),
    "turned_moved": (
        "Địa chỉ gốc của bài nay dẫn sang bài khác (thấy lúc {moment}).",
        "The article's address leads to another article now (seen {moment}).",
    ),
    "turned_returned": (
        "Bài từng mất khỏi trang gốc, đã trở lại {moment}.",
        "The article was away from its site and has returned {moment}.",
    ),
    "stands": ("Tình trạng", "Availability"),
    "any_state": ("Mọi tình trạng", "Any"),
    "only_edited": ("Chỉ bài đã sửa", "Edited only"),
    "changes": ("Nơi xuất bản đã sửa gì ở bản này", "What the publisher changed in this revision"),
    "changed_title": ("Tựa", "Title"),
    "changed_sapo": ("Sapo", "Standfirst"),
    "changed_altered": ("Câu sửa", "Altered"),
    "changed_added": ("Câu thêm", "Added"),
    "changed_dropped": ("Câu bỏ", "Dropped"),
    "health": ("Tình hình các trang báo", "How the sites do"),
    "health_menu": ("Tình hình", "Health"),
    "health_more": (
        "So với nếp của chính mỗi trang trong tám tuần qua: số bài, cách trang đọc ra, việc bị từ chối.",
        "By what each site has been doing for eight weeks: its articles, how its pages read, being turned away.",
    ),
    "health_none": ("Chưa có trang nào được xét.", "No site was weighed yet."),
    "health_old": ("đã lâu chưa xét lại", "not looked at for hours"),
    "green": ("xanh: như thường lệ", "green: as usual"),
    "yellow": ("vàng: cần để ý", "yellow: worth a look"),
    "red": ("đỏ: có chuyện", "red: something is wrong"),
    "empty": ("Kho còn trống", "The archive is empty so far"),
    "empty_more": (
        "Chưa có bài nào được lưu. Khi trình thu thập mang bài đầu tiên về, bài sẽ hiện ra ở đây.",
        "Nothing has been archived yet. The first article will stand here once the crawler brings it.",
    ),
    "waiting": ("Kho đang được chuẩn bị", "The archive is being prepared"),
    "waiting_more": (
        "Chưa có kho dữ liệu trong thư mục này. Trang tự thử lại sau vài giây.",
        "There is no archive in this folder yet. This page tries again in a few seconds.",
    ),
    "page": ("Trang {page}", "Page {page}"),
    "page_of": ("Trang {page} / {pages}", "Page {page} of {pages}"),
    "pages": ("Các trang kết quả", "Pages"),
    "earlier": ("Cũ hơn", "Older"),
    "later": ("Mới hơn", "Newer"),
    "next": ("Trang sau", "Next"),
    "previous": ("Trang trước", "Previous"),
    "modified": ("Nơi xuất bản ghi đã sửa", "Marked as changed by the publisher"),
    "no_date": ("Trang gốc không ghi ngày đăng", "The page gives no date of publication"),
    "first_seen": ("Lưu lần đầu", "First archived"),
    "last_seen": ("Còn thấy lần cuối", "Last seen online"),
    "original": ("Đọc bài gốc", "Read the original"),
    "by": ("Tác giả", "By"),
    "tags": ("Từ khóa", "Tags"),
    "pictures": ("Ảnh trong bài", "Pictures in the article"),
    "picture": ("Ảnh {n}", "Picture {n}"),
    "see_picture": ("xem ở trang gốc", "see it on the site"),
    "credit": ("Ảnh: {credit}", "Photo: {credit}"),
    "record": ("Hồ sơ lưu trữ", "Archive record"),
    "cite": ("Trích dẫn", "Cite this"),
    "cited": ("Bản lưu tại Kho Báo, {moment}: {address}", "Archived by Kho Báo, {moment}: {address}"),
    "permanent": ("Địa chỉ cố định", "Permanent address"),
    "original_url": ("Địa chỉ gốc", "Original address"),
    "other_urls": ("Địa chỉ khác của bài", "Its other addresses"),
    "revisions": ("Các bản", "Revisions"),
    "revision": ("Bản {n}", "Revision {n}"),
    "is_shown": ("đang xem", "shown here"),
    "old_revision": (
        "Đây là bản {n} trong {all} bản của bài này. Thấy lần đầu: {moment}.",
        "This is revision {n} of {all}. First seen: {moment}.",
    ),
    "to_current": ("Đọc bản mới nhất", "Read the newest revision"),
    "captured": ("Thu lúc", "Captured"),
    "warc": ("Tệp WARC", "WARC file"),
    "offset": ("Vị trí", "Offset"),
    "bytes_at": ("byte {offset}, dài {length} byte", "byte {offset}, {length} bytes long"),
    "digest": ("Mã kiểm", "Digest"),
    "extractor": ("Cách đọc", "Read by"),
    "how": ("Bài được đọc thế nào", "How it was read"),
    "via": ("Tìm thấy qua", "Found by way of"),
    "quality": ("Điểm chất lượng", "Quality score"),
    "quality_of": (
        "{score} (đủ phần {fields}, văn xuôi {prose}, sạch {clean})",
        "{score} (fields {fields}, prose {prose}, clean {clean})",
    ),
    "field_title": ("Tựa", "Title"),
    "field_sapo": ("Sapo", "Standfirst"),
    "field_paragraphs": ("Bài", "Text"),
    "field_authors": ("Tác giả", "Authors"),
    "field_agency": ("Nguồn tin", "Agency"),
    "field_section": ("Chuyên mục", "Section"),
    "field_tags": ("Từ khóa", "Tags"),
    "field_images": ("Ảnh", "Pictures"),
    "field_published_at": ("Ngày đăng", "Published"),
    "field_modified_at": ("Ngày sửa", "Changed"),
    "removed": ("Phần bỏ ra: {n}", "Left out: {n}"),
    "sources_week": ("Các nguồn của trang, bảy ngày qua", "The site's sources, the last seven days"),
    "source": ("Nguồn", "Source"),
    "ledger_listed": ("Nêu ra", "Named"),
    "ledger_new": ("Mới", "New"),
    "ledger_stored": ("Đã lưu", "Stored"),
    "ledger_failed": ("Không được", "Failed"),
    "lately": ("Mới sửa, mới gỡ", "Edited or taken down lately"),
    "site": ("Trang", "Site"),
    "every_site": ("Mọi trang", "Every site"),
    "since": ("Từ ngày", "From"),
    "until": ("Đến ngày", "To"),
    "found": ("Tìm thấy {articles} cho “{query}”.", "{articles} found for “{query}”."),
    "found_nothing": ("Không có bài nào như vậy", "There are no such articles"),
    "found_none": ("Không tìm thấy bài nào cho “{query}”", "Nothing found for “{query}”"),
    "ask": ("Tìm trong tựa, sapo, bài và chú thích ảnh", "Search titles, standfirsts, texts and captions"),
    "at_least": ("ít nhất {articles}", "At least {articles}"),
    "ranked_newest": (
        "Xếp theo độ liên quan trong {n} bài mới nhất có các từ này. Muốn xem bài cũ hơn, hãy chọn một khoảng ngày.",
        "Ranked among the newest {n} articles with these words. For older ones choose a span of days.",
    ),
    "counted_newest": (
        "Các con số dưới đây tính trên {n} bài mới nhất.",
        "The numbers below are those of the newest {n} articles.",
    ),
    "order": ("Thứ tự", "Order"),
    "by_relevance": ("Liên quan nhất", "Most relevant"),
    "by_oldest": ("Cũ nhất", "Oldest"),
    "did_you_mean": ("Có phải bạn tìm:", "Did you mean:"),
    "narrow": ("Thu hẹp", "Narrow down"),
    "narrowed": ("Đang thu hẹp theo", "Narrowed by"),
    "take_away": ("Bỏ điều kiện này", "Take this away"),
    "by_month": ("Theo tháng đăng", "By month"),
    "province": ("Tỉnh, thành", "Province"),
    "provinces": ("Các tỉnh, thành", "The provinces"),
    "provinces_more": (
        "Kho giữ bao nhiêu bài của mỗi tỉnh. Bài đăng đến 30/6/2025 tính cho tỉnh ngày ấy, từ 1/7/2025 cho tỉnh mới.",
        "How much is held of each: of the provinces of the day, 63 until 30 June 2025, 34 since 1 July 2025.",
    ),
    "provinces_others": (
        "Ngoài ra {articles} của các trang không riêng tỉnh nào.",
        "Another {articles} are of sites of no one province.",
    ),
    "new_by_province": ("Mới theo tỉnh, bảy ngày qua", "New by province, the last seven days"),
    "sections": ("Chuyên mục", "Sections"),
    "of_the_newest": ("Tính trong {n} bài mới nhất.", "Of the newest {n} articles."),
    "taught": ("Trang này đã dạy gì", "What this site has taught"),
    "taught_more": (
        "Phiên bản {version}, học {day} từ {pages} trang: bài nằm ở đâu, dòng nào là của trang chứ không của bài.",
        "Version {version}, learned {day} from {pages} pages: where an article stands, which lines are the site's own.",
    ),
    "taught_undo": (
        "Một dòng bị bỏ nhầm được giữ lại bằng keep trong tệp",
        "A line that is the article's after all is kept by `keep` in",
    ),
    "taught_pages": ("Số trang có dòng này", "Pages that have it"),
    "line": ("Dòng", "Line"),
    "taken_out": ("bỏ khỏi bài", "taken out"),
    "left_in": ("để nguyên", "left in"),
    "part": ("Phần", "Part"),
    "where": ("Ở đâu", "Where"),
    "provinces_menu": ("Tỉnh, thành", "Provinces"),
    "provinces_when": ("Tên tỉnh", "Names"),
    "now_34": ("Từ 1/7/2025", "Since 1 July 2025"),
    "then_63": ("Trước đó", "Before"),
    "map": ("Bản đồ", "Map"),
    "articles_held": ("Số bài", "Articles"),
    "province_since": ("{name} (từ 1/7/2025)", "{name} (since 1 July 2025)"),
    "province_before": ("{name} (trước 1/7/2025)", "{name} (before 1 July 2025)"),
    "from_day": ("từ {day}", "from {day}"),
    "to_day": ("đến {day}", "to {day}"),
    "tips": ("Cách tìm", "How to search"),
    "tip_accents": ("Gõ có dấu hay không dấu đều được:", "Accents may be left out:"),
    "tip_phrase": ("Đặt trong ngoặc kép để tìm đúng cả cụm:", "Quotes keep a phrase together:"),
    "tip_minus": ("Dấu trừ bỏ bớt, OR là một trong hai:", "A minus leaves out, OR takes either:"),
    "tip_star": (
        "Dấu sao, từ ba chữ cái trở lên, tìm mọi từ bắt đầu như vậy:",
        "A star, after three letters or more, finds all words that begin so:",
    ),
    "unread": (
        "Không hiểu “{value}” nên đã bỏ qua.",
        "“{value}” is not understood and was left out.",
    ),
    "too_wide": ("Câu hỏi quá rộng", "The question is too wide"),
    "too_wide_more": (
        "Câu này quá rộng để trả lời nhanh. Xin thêm một từ, hoặc chọn một trang hay một khoảng ngày.",
        "It can't be answered quickly. Add a word, or choose a site or a span of days.",
    ),
    "follow": ("Theo dõi", "Follow"),
    "follow_more": (
        "Nguồn tin để đọc bằng trình đọc tin, và các câu tìm mà kho báo tin khi có bài.",
        "Feeds for a news reader, and the searches that the archive tells of.",
    ),
    "feeds": ("Nguồn tin Atom và JSON Feed", "Atom and JSON feeds"),
    "feed_all": ("Mọi bài mới và bài vừa sửa", "All that is new or just edited"),
    "watches": ("Các câu tìm được theo dõi", "Watched searches"),
    "watches_none": (
        "Chưa có câu nào. Thêm bằng lệnh",
        "There are none yet. This command adds one:",
    ),
    "watch_query": ("Tìm", "Query"),
    "everything": ("mọi bài", "every article"),
    "on_new": ("bài mới", "new articles"),
    "on_edited": ("bài đã sửa", "edits"),
    "on_gone": ("bài đã gỡ", "takedowns"),
    "on_quiet": ("trang không thu được", "sites that fail"),
    "told_of": ("Báo khi có", "Tells of"),
    "feed": ("Nguồn tin", "Feed"),
    "webhook": ("Webhook", "Webhook"),
    "notify": ("Nhắn tin", "Notice"),
    "no_delivery": ("chưa gửi lần nào", "nothing sent yet"),
    "last_delivery": ("đã gửi {n}, lần cuối {moment}", "{n} sent, last {moment}"),
    "failing": ("không gửi được từ {moment}, {n} lần thử", "failing since {moment}, {n} tries"),
    "switched_off": ("đã tắt {moment} vì không gửi được", "switched off {moment}: it kept failing"),
    "not_found": ("Không có trang này", "There is no such page"),
    "not_found_more": (
        "Địa chỉ có thể đã gõ sai. Hãy thử tìm theo tựa bài.",
        "The address may be mistyped. Try searching for the title.",
    ),
    "forbidden": ("Trang này không mở", "This page is closed"),
    "forbidden_more": (
        "Phần này của kho không dành cho người đọc.",
        "This part of the archive is not for readers.",
    ),
    "bad_request": ("Yêu cầu không hiểu được", "The request makes no sense"),
    "bad_request_more": ("Kho không trả lời được câu hỏi này.", "The archive can't answer this question."),
    "failed": ("Có lỗi ở phía kho", "Something went wrong here"),
    "failed_more": (
        "Lỗi đã được ghi lại. Xin thử lại sau.",
        "The fault has been noted. Please try again later.",
    ),
}

_WEEKDAYS = {
    "vi": ("Thứ hai", "Thứ ba", "Thứ tư", "Thứ năm", "Thứ sáu", "Thứ bảy", "Chủ nhật"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


@attrs.frozen
class Wording:
    """One language's words. Times are shown on Vietnam's clock in both."""

    code: Code

    def say(self, key: str, **values: object) -> str:
        """Return a phrase with its values filled in. Raises KeyError for a phrase there is not."""
        return WORDS[key][CODES.index(self.code)].format(**values)

    def some(self, key: str, number: int) -> str:
        """Return a number of things: `1 article`, `1,250 articles`."""
        return self.say(f"{key}_1") if number == 1 else self.say(key, n=self.number(number))

    def number(self, number: int) -> str:
        """Return 1.250 (Vietnamese) or 1,250 (English)."""
        return f"{number:,}".replace(",", "." if self.code == "vi" else ",")

    def decimal(self, number: float) -> str:
        """Return 0,95 (Vietnamese) or 0.95 (English)."""
        return f"{number:.2f}".replace(".", "," if self.code == "vi" else ".")

    def day(self, stamp: str) -> str:
        """Return the day of a stamp: `Thứ hai, 23/11/2026` or `Monday, 23 November 2026`."""
        day = _moment(stamp)
        weekday = _WEEKDAYS[self.code][day.weekday()]
        if self.code == "vi":
            return f"{weekday}, {day.day}/{day.month}/{day.year}"
        return f"{weekday}, {day.day} {_MONTHS[day.month - 1]} {day.year}"

    def short_day(self, stamp: str) -> str:
        """Return the day without its weekday: `23/11/2026` or `23 Nov 2026`."""
        day = _moment(stamp)
        return (
            f"{day.day}/{day.month}/{day.year}"
            if self.code == "vi"
            else f"{day.day} {_MONTHS[day.month - 1][:3]} {day.year}"
        )

    def month(self, stamp: str) -> str:
        """Return the month of a stamp: `11/2026` or `Nov 2026`."""
        day = _moment(stamp)
        return f"{day.month}/{day.year}" if self.code == "vi" else f"{_MONTHS[day.month - 1][:3]} {day.year}"

    def time(self, stamp: str) -> str:
        """Return the clock's time of a stamp, `15:07`; nothing where only the day is known."""
        moment = _moment(stamp)
        return moment.strftime("%H:%M") if isinstance(moment, datetime) else ""

    def moment(self, stamp: str) -> str:
        """Return day and time, as a newspaper heads its articles: `Thứ hai, 23/11/2026, 15:07`."""
        return ", ".join(filter(None, (self.day(stamp), self.time(stamp))))


def choose(asked: str | None, remembered: str | None) -> Wording:
    """Return the wording a reader asks for now (`?lang=`), or asked for before (cookie), or Vietnamese."""
    for code in (asked, remembered):
        if code in CODES:
            return Wording(code)
    return Wording("vi")


def _moment(stamp: str) -> date | datetime:
    """Return a stored stamp on Vietnam's clock: `2026-11-23`, `2026-11-23T15:07:00+07:00` or `...Z`."""
    if len(stamp) == len("2026-11-23"):
        return date.fromisoformat(stamp)
    return datetime.fromisoformat(stamp).astimezone(VIETNAM)
