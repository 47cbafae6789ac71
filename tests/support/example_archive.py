"""An archive made through plain SQL: five sites, written-out articles with edits, and as many made-up ones as wanted."""

from __future__ import annotations

import hashlib
import json
import random
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlite_utils import Database

from pipeline.archive import ledger, outbox
from pipeline.archive.archive import Archive
from pipeline.archive.health import record
from pipeline.archive.migrations import archive_migrations
from pipeline.clock import VIETNAM, from_stamp, in_vietnam, now, to_stamp
from pipeline.event import ArticleNew, ArticleRevised
from pipeline.health.reason import Reason
from pipeline.search import index

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.event import ArticleEvent

SITES = {
    "baosonghong.example": ("Báo Sông Hồng", "newspaper"),
    "tinvungcao.example": ("Tin Vùng Cao", "newspaper"),
    "bientay.example": ("Biển Tây Online", "newspaper"),
    "thixa.example": ("Cổng thông tin thị xã Ven Sông", "portal"),
    "hangtin.example": ("Hãng tin Miền Duyên Hải", "agency"),
}

SUBJECTS = [
    "Bà con vùng cao", "Hợp tác xã trái cây", "Ủy ban nhân dân thị xã", "Đoàn viên thanh niên", "Ngư dân cửa biển",
    "Trường tiểu học ven đê", "Trạm y tế xã", "Nông dân trồng lúa", "Công an phường", "Hội Phụ nữ huyện",
]  # fmt: skip
DEEDS = [
    "khánh thành cây cầu mới qua suối", "thu hoạch vụ đông sớm mười ngày", "trồng thêm hai vạn cây xanh",
    "ra mắt chợ phiên cuối tuần", "đưa nước sạch về từng hộ", "mở lớp học tiếng Anh miễn phí",
    "chuyển đổi số hồ sơ đất đai", "sửa xong tuyến đê bị sạt lở", "xây dựng nông thôn mới nâng cao",
    "phát động tuần lễ đọc sách",
]  # fmt: skip
PLACES = ["ở Thái Nguyên", "ở Nghệ An", "tại Hòa Bình", "tại Cà Mau", "ở Đồng Tháp", "tại Lào Cai", "ở Quảng Trị"]
SENTENCES = [
    "Theo kế hoạch, công việc còn lại sẽ xong trước Tết.",
    "Người dân cho biết họ đã chờ ngày này từ nhiều năm nay.",
    "Kinh phí một phần do tỉnh cấp, một phần do bà con đóng góp.",
    "Mỗi sáng, tiếng cười nói vang khắp con đường dọc bờ sông.",
    "Đại diện chính quyền nhắc mọi người giữ gìn vệ sinh chung.",
    "Các em học sinh cũng góp một tay sau giờ tan lớp.",
    "Giá bán tại vườn cao hơn năm ngoái khoảng một phần mười.",
    "Nhóm thợ địa phương làm cả ngày nghỉ để kịp tiến độ.",
]


def make(path: Path) -> Database:
    """Return a new, empty archive."""
    db = Database(path)
    db.enable_wal()
    archive_migrations.apply(db)
    return db


def add_site(db: Database, domain: str, name: str = "Một tờ báo", kind: str = "newspaper") -> int:
    """Add a site and return its number."""
    return int(db.table("sites").insert({"domain": domain, "name": name, "kind": kind}).last_pk)


def add_article(db: Database, domain: str, title: str, text: str = "", **more: Any) -> str:
    """Add an article with its capture, revision and event, index it and return its key.

    `more` overrides columns of the revision; `url`, `at` (when it was seen, aware), `captions`, `provinces` are ours.
    """
    if not db.table("sites").count_where("domain = ?", [domain]):
        add_site(db, domain)
    site_id = next(db.query("SELECT id FROM sites WHERE domain = ?", [domain]))["id"]
    at = to_stamp(more.pop("at", now()))
    captions = more.pop("captions", ())
    number = db.table("articles").count + 1
    url = more.pop("url", f"https://{domain}/bai-{number}.html")
    key = hashlib.sha256(f"{domain} {url}".encode()).hexdigest()[:12]
    published_at = more.get("published_at")
    article_id = (
        db.table("articles")
        .insert(
            {
                "key": key,
                "site_id": site_id,
                "url": url,
                "title": title,
                "section": more.get("section"),
                "agency": more.get("agency"),
                "published_at": published_at,
                "published_precision": more.get("published_precision"),
                "shown_at": published_at or in_vietnam(at),
                "first_seen_at": at,
                "last_seen_at": at,
            }
        )
        .last_pk
    )
    add_address(db, article_id, url, key, at)
    images = [{"url": f"{url}/{n}.jpg", "caption": caption, "credit": None} for n, caption in enumerate(captions)]
    _add_revision(db, article_id, at, {"title": title, "text": text, "images": json.dumps(images), **more})
    _announce(db, at, ArticleNew, article_id)
    return key


def edit(db: Database, key: str, at: datetime, **changes: Any) -> None:
    """Add a revision to an article, as the store does: out of the index, changed, into the index again."""
    article = next(
        db.query("SELECT a.*, s.domain FROM articles AS a JOIN sites AS s ON s.id = site_id WHERE key = ?", [key])
    )
    index.unindex(db, [article["id"]])
    old = next(db.query("SELECT * FROM revisions WHERE id = ?", [article["revision_id"]]))
    kept = {name: value for name, value in old.items() if name not in {"id", "article_id", "number", "capture_id"}}
    _add_revision(db, article["id"], to_stamp(at), {**kept, **changes, "seen_at": to_stamp(at)})
    _announce(db, to_stamp(at), ArticleRevised, article["id"])


def add_address(db: Database, article_id: Any, url: str, key: str, at: str = "2026-01-01T00:00:00Z") -> None:
    """Add a URL under which an article was found."""
    site_id = next(db.query("SELECT site_id FROM articles WHERE id = ?", [article_id]))["site_id"]
    db.table("addresses").insert(
        {"site_id": site_id, "url": url, "key": key, "article_id": article_id, "first_seen_at": at}
    )


def fill(db: Database, articles: int = 60, until: datetime | None = None) -> None:
    """Fill an archive with the five sites, the written-out articles and made-up ones over the last 30 days."""
    until = until or datetime.now(UTC)
    for domain, (name, kind) in SITES.items():
        add_site(db, domain, name, kind)
    choose = random.Random(2026)
    with db.atomic():
        for number in range(articles):
            _add_made_up(db, choose, number, until)
        _add_written_out(db, until)
    assess_health(db, until)
    keep_ledger(db, until)


def keep_ledger(db: Database, at: datetime) -> None:
    """Let the first site have two sources, of today and yesterday."""
    domain = next(iter(SITES))
    site_id = next(db.query("SELECT id FROM sites WHERE domain = ?", [domain]))["id"]
    today = at.astimezone(VIETNAM).date()
    with Archive(db).transaction():
        for day in (today, today - timedelta(days=1)):
            lines = {
                f"https://{domain}/rss": ledger.LedgerLine(30, 5, 5, 5, 4),
                f"https://{domain}/tin": ledger.LedgerLine(9, 1, 1, 1, 1),
            }
            ledger.add(db, site_id, day, lines)


def assess_health(db: Database, at: datetime) -> None:
    """Assess two sites: one is as usual, one silent."""
    silent = Reason("silent", "red", {"since": "20/07/2026 08:00", "expected": 21})
    for number, (domain, reasons) in enumerate(zip(SITES, ([], [silent]), strict=False)):
        with Archive(db).transaction():
            record(Archive(db), domain, reasons, at - timedelta(hours=number * 20))


def _add_made_up(db: Database, choose: random.Random, number: int, until: datetime) -> None:
    at = until - timedelta(minutes=choose.randrange(30, 30 * 24 * 60))
    subject, deed, place = choose.choice(SUBJECTS), choose.choice(DEEDS), choose.choice(PLACES)
    domain = choose.choices(list(SITES), weights=[6, 5, 3, 2, 2])[0]
    sapo = f"{subject} vừa {deed} {place}, sau nhiều tháng chuẩn bị."
    paragraphs = [sapo, *(" ".join(choose.sample(SENTENCES, 3)) for _ in range(4))]
    add_article(
        db,
        domain,
        f"{subject} {deed} {place}",
        "\n\n".join(paragraphs),
        sapo=sapo,
        at=at + timedelta(minutes=12),
        url=f"https://{domain}/thoi-su/bai-{number}.html",
        published_at=at.astimezone(VIETNAM).isoformat(timespec="minutes").replace("+07:00", ":00+07:00"),
        published_precision="minute",
        authors=json.dumps([choose.choice(["Minh Châu", "Hải Đăng", "Lê Thu Ngân"])], ensure_ascii=False),
        captions=[f"{subject} trong ngày vui. Ảnh: Hải Đăng"] if number % 3 == 0 else [],
    )


def _add_written_out(db: Database, until: datetime) -> None:
    published = until.astimezone(VIETNAM).replace(second=0, microsecond=0) - timedelta(hours=2)
    sapo = "Sau hai năm thi công, cây cầu dây văng nối hai bờ sông Công được thông xe, rút ngắn 14 km đường đến chợ."
    text = [
        sapo,
        (
            "(Thái Nguyên) - Sáng nay, hàng trăm người dân hai xã ven sông đã đi bộ qua cây cầu mới. Nhiều cụ già mặc áo"
            " dài, các cháu nhỏ cầm cờ giấy; ai cũng muốn là người đầu tiên đặt chân sang bờ bên kia."
        ),
        "Từng mét đất làm đường dẫn",
        (
            "Để có đường dẫn lên cầu, 86 hộ đã hiến hơn 12.400 m² đất. Ông Trần Văn Lục, người hiến nhiều nhất, nói: “Đất"
            " thì quý, nhưng con đường còn quý hơn”."
        ),
        (
            "Tổng mức đầu tư của công trình là 16.750 tỷ đồng theo Nghị quyết số 01-NQ/TU, trong đó 6,51% là vốn đối"
            " ứng của địa phương."
        ),
        "Từ hôm nay, chuyến xe buýt số 7 chạy qua cầu mỗi nửa giờ, chuyến cuối lúc 21 giờ.",
    ]
    key = add_article(
        db,
        "baosonghong.example",
        "Thông xe cầu sông Công, đôi bờ Thái Nguyên gần lại",
        "\n\n".join(text),
        sapo=sapo,
        at=published + timedelta(minutes=9),
        url="https://baosonghong.example/thoi-su/thong-xe-cau-song-cong-4711.html",
        published_at=published.isoformat(),
        published_precision="minute",
        section="Thời sự",
        authors=json.dumps(["Minh Châu", "Hải Đăng"], ensure_ascii=False),
        tags=json.dumps(["cầu sông Công", "giao thông"], ensure_ascii=False),
        captions=["Người dân đi bộ qua cầu trong sáng đầu tiên.", "Toàn cảnh cầu nhìn từ bờ tây."],
        sources=json.dumps({"title": "page h1.cau", "authors": "json-ld"}),
        removed=json.dumps([{"text": "<b>Tin liên quan</b>", "reason": "label"}], ensure_ascii=False),
    )
    edited = [*text[:4], text[4].replace("16.750 tỷ", "1.675 tỷ"), *text[5:]]
    edit(db, key, published + timedelta(hours=1), text="\n\n".join(edited))
    article_id = next(db.query("SELECT id FROM articles WHERE key = ?", [key]))["id"]
    add_address(db, article_id, "https://baosonghong.example/amp/thong-xe-cau-song-cong-4711.html", "0ther0ther00")
    add_article(
        db,
        "tinvungcao.example",
        "Đổi mới cách dạy học ở vùng cao: lớp học giữa nương ngô",
        (
            "Thầy Giàng A Páo dựng lớp học giữa nương ngô để học trò khỏi phải đi xa.\n\nNông thôn ở đây đang đổi mới từng"
            " ngày."
        ),
        at=published,
        published_at=published.date().isoformat(),
        published_precision="day",
        agency="TTXVN",
    )


def _add_revision(db: Database, article_id: Any, at: str, values: dict[str, Any]) -> None:
    article = next(db.query("SELECT * FROM articles WHERE id = ?", [article_id]))
    number = article["revisions"] + 1
    revision_id = (
        db.table("revisions")
        .insert(
            {
                "article_id": article_id,
                "number": number,
                "capture_id": _add_capture(db, article, at),
                "seen_at": at,
                "fingerprint": hashlib.sha256(json.dumps(values).encode()).hexdigest(),
                "extractor": "trafilatura-2.3/1",
                **values,
            }
        )
        .last_pk
    )
    db.execute(
        "UPDATE articles SET revision_id = ?, revisions = ?, title = ?, last_seen_at = ?, edited = ? WHERE id = ?",
        [revision_id, number, values["title"], at, number > 1, article_id],
    )
    index.index(db, [article_id])


def _add_capture(db: Database, article: dict[str, Any], at: str) -> Any:
    db.execute("INSERT OR IGNORE INTO warc_files (name) VALUES ('khobao-20261123081500-00001.warc.gz')")
    offset = db.table("captures").count * 20_000 + 512
    return (
        db.table("captures")
        .insert(
            {
                "site_id": article["site_id"],
                "asked_url": article["url"],
                "url": article["url"],
                "status": 200,
                "captured_at": at,
                "via": "feed",
                "digest": "sha1:" + hashlib.sha1(f"{offset}".encode()).hexdigest()[:32].upper(),
                "warc_file_id": 1,
                "warc_offset": offset,
                "warc_length": 18_211,
                "outcome": "new",
                "article_id": article["id"],
            }
        )
        .last_pk
    )


def _announce(db: Database, at: str, kind: type[ArticleEvent], article_id: Any) -> None:
    with db.atomic():
        outbox.append(db, outbox.about_article(db, kind, article_id, from_stamp(at)))
