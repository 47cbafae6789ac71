"""Manuscripts: what an unseen site publishes, piece by piece, before a template prints it; and what a person would label."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import attrs

from demo.outlet import SECTIONS, Outlet
from demo.prose import Newsroom
from demo.story import Photo, Story, Subhead, minute
from pipeline.clock import VIETNAM
from pipeline.extraction.evaluation.case import Labels

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

TEXTUAL = {"text", "head", "quote", "items", "rows"}  # what is the article's own
POOL = 44  # stories written beyond those printed, for the boxes
CAPTIONS = (
    "Một góc {place} sau cơn mưa sớm",
    "Chợ phiên {place} đông từ khi trời còn chưa sáng rõ.",
    "Trẻ em {place} trên đường đến trường, cặp sách bọc trong áo mưa",
    "Bến đò {place} mỗi ngày đón {count} lượt khách qua sông.",
    "Cụ già ở {place} đan rổ tre bên hiên nhà",
    "Đội văn nghệ {place} tập trước ngày hội, năm nay có {count} tiết mục.",
    "Người dân {place} góp tiền lắp {count} bóng đèn dọc đường thôn",
    "Quầy hàng nông sản của {place} tại hội chợ cuối tuần.",
    "Dân quân {place} giúp {count} hộ gặt lúa chạy mưa",
    "Nghề đan lưới ở {place} còn {count} gia đình theo.",
)
TASKS = (
    "Rà soát {count} hộ ở {place} chưa có nước sạch;",
    "Hoàn thành hồ sơ của {count} công trình tại {place} trước ngày 30/9;",
    "Bố trí {count} điểm tiếp nhận ý kiến ở {place}",
    "Công khai danh sách {count} đơn vị còn chậm, trong đó có {place}",
    "{place}: trồng mới {count} cây xanh ven đường.",
    "Mở {count} lớp dạy nghề ngắn hạn cho thanh niên {place};",
)
HEADERS = (
    ("Địa phương", "Số hộ", "Diện tích (ha)", "Tỷ lệ"),
    ("Xã, phường", "Kế hoạch", "Thực hiện", "Đạt (%)"),
    ("Đơn vị", "Hồ sơ nhận", "Đã giải quyết", "Đúng hạn"),
)


@attrs.frozen
class House:
    """One site: its outlet and the lines it repeats.

    `always` and `sometimes` (one page in three) stand in the text as paragraphs and are none; `notice` says of one in
    seven that it is a reprint. `subhead` (one in eight) and `shared` (three articles, two articles) are the article's own.
    """

    outlet: Outlet
    always: str
    sometimes: str
    notice: str
    subhead: str
    shared: tuple[str, str]
    licence: str


@attrs.frozen
class Piece:
    """A part of a text. Rows hold their cells with tabs between; a photo its file, caption, credit; a link its slug, title, sapo."""

    kind: str
    lines: tuple[str, ...]


@attrs.frozen
class Manuscript:
    """A story as it goes to the template. `kind` is article, photos or video; `others` are the site's other stories."""

    house: House
    story: Story
    kind: str
    pieces: tuple[Piece, ...]
    others: tuple[Story, ...]

    @property
    def number(self) -> int:
        """The story's number, from 1."""
        return self.story.number

    @property
    def paragraphs(self) -> list[str]:
        """The text as a person would label it: the sapo first, a line for each item and each row."""
        own = [line.replace("\t", " ") for piece in self.pieces if piece.kind in TEXTUAL for line in piece.lines]
        return [self.story.sapo, *own]

    @property
    def signature(self) -> str:
        """Who wrote it, as one line: `Thanh Hà - Lan Chi (TTXVN)`, `Theo TTXVN`, or nothing."""
        names, agency = " - ".join(self.story.authors), self.story.agency
        if not agency:
            return names
        return f"{names} ({agency})" if names else f"Theo {agency}"


def manuscripts(house: House, seed: int, count: int, year: int) -> list[Manuscript]:
    """Write some stories, a day and a bit apart, with everything that makes a page hard."""
    newsroom, first = Newsroom(house.outlet, seed), datetime(year, 3, 2, 6, 40, tzinfo=VIETNAM)
    stories = [newsroom.write(first + timedelta(hours=31, minutes=7) * number) for number in range(count + POOL)]
    return [_manuscript(house, seed, story, stories) for story in stories[:count]]


def labels(manuscript: Manuscript, *boilerplate: str, **more: Any) -> Labels:
    """Labels of a page; `boilerplate` is what its template adds to the lines the site repeats."""
    story, pieces = manuscript.story, manuscript.pieces
    alien = [line for piece in pieces if piece.kind in {"promo", "notice"} for line in piece.lines]
    links = [piece.lines[1] for piece in pieces if piece.kind == "related"]
    document = {
        "title": story.title,
        "sapo": story.sapo,
        "paragraphs": manuscript.paragraphs,
        "authors": list(story.authors),
        "agency": story.agency,
        "section": SECTIONS[story.section],
        "tags": list(story.tags),
        "published_at": minute(story.published),
        "captions": [piece.lines[1] for piece in pieces if piece.kind == "photo"],
        "boilerplate": [*alien, *links, manuscript.house.licence, *boilerplate],
        **more,
    }
    return Labels.from_json(document)


def _manuscript(house: House, seed: int, story: Story, stories: Sequence[Story]) -> Manuscript:
    rng = random.Random(f"{seed} {house.outlet.key} {story.number} manuscript")
    kind = "video" if story.number % 20 == 9 else "photos" if story.number % 8 == 5 else "article"
    others = tuple(other for other in stories if other is not story)
    pieces = _own(rng, house, story, kind)
    _dress(rng, house, story, rng.choice(others), pieces)
    return Manuscript(house, story, kind, tuple(pieces), others)


def _own(rng: random.Random, house: House, story: Story, kind: str) -> list[Piece]:
    """Return what is the article's own."""
    pieces = [_piece(block) for block in story.blocks]
    texts = [piece for piece in pieces if piece.kind == "text"]
    if kind == "video":
        return texts[:2]
    if kind == "photos":
        return _photo_story(rng, house, texts)
    if story.number % 4 == 0:
        place = pieces.index(texts[2])
        pieces[place] = Piece("quote", pieces[place].lines)
    for piece in _occasional(rng, house, story.number):
        _insert(rng, pieces, piece)
    return pieces


def _occasional(rng: random.Random, house: House, number: int) -> Iterator[Piece]:
    """Yield what only some articles have."""
    if number % 5 == 1:
        yield Piece("items", tuple(_filled(rng, house, task) for task in rng.sample(TASKS, 4)))
    if number % 6 == 2:
        yield Piece("rows", _table(rng, house))
    if number % 8 == 3:
        yield Piece("head", (house.subhead,))
    for sentence, numbers in zip(house.shared, ({4, 17, 31}, {8, 22}), strict=True):
        if number in numbers:
            yield Piece("text", (sentence,))


def _dress(rng: random.Random, house: House, story: Story, other: Story, pieces: list[Piece]) -> None:
    """Put into a text what is not its own."""
    if story.number % 5:
        _insert(rng, pieces, Piece("related", (other.slug, other.title, other.sapo)))
    if story.number % 3 == 1:
        _insert(rng, pieces, Piece("promo", (house.sometimes,)))
    if story.number % 2:
        _insert(rng, pieces, Piece("promo", (house.always,)))
    else:
        pieces.append(Piece("promo", (house.always,)))
    if story.number % 7 == 6:
        pieces.append(Piece("notice", (house.notice,)))


def _piece(block: object) -> Piece:
    if isinstance(block, Photo):
        return Piece("photo", (block.name, block.caption, block.credit or ""))
    text: str = getattr(block, "text", "")
    return Piece("head" if isinstance(block, Subhead) else "text", (text,))


def _photo_story(rng: random.Random, house: House, texts: Sequence[Piece]) -> list[Piece]:
    """Return pictures in twos with a paragraph between."""
    pieces = [texts[0]]
    for number, caption in enumerate(rng.sample(CAPTIONS, rng.randint(6, 9))):
        credit = rng.choice(["", "Minh Ngọc", "Hữu Đạt/TTXVN"])
        pieces.append(Piece("photo", (f"anh-{number}.jpg", _filled(rng, house, caption), credit)))
        pieces += texts[number // 2 + 1 : number // 2 + 2] if number % 2 else []
    return pieces


def _insert(rng: random.Random, pieces: list[Piece], piece: Piece) -> None:
    """Put a piece before some paragraph that follows no heading."""
    places = [n for n in range(1, len(pieces)) if pieces[n].kind == "text" and pieces[n - 1].kind != "head"]
    pieces.insert(rng.choice(places) if places else len(pieces), piece)


def _filled(rng: random.Random, house: House, template: str) -> str:
    text = template.format(place=rng.choice(house.outlet.places), count=rng.randint(12, 480))
    return text[:1].upper() + text[1:]


def _table(rng: random.Random, house: House) -> tuple[str, ...]:
    """Return a table's rows, their cells with tabs between."""
    rows = [_figures(rng, place) for place in rng.sample(house.outlet.places, 4)]
    return tuple("\t".join(row) for row in (rng.choice(HEADERS), *rows))


def _figures(rng: random.Random, place: str) -> tuple[str, ...]:
    name, share = place[:1].upper() + place[1:], f"{rng.randint(61, 99)},{rng.randint(0, 9)}%"
    return (name, f"{rng.randint(1, 9)}.{rng.randint(100, 999)}", str(rng.randint(11, 960)), share)
