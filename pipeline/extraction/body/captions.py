"""Pictures and their captions: which lines belong to a picture, and whose picture it is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.extraction.html import letters_in
from pipeline.extraction.lines import ends_clause, is_labelled, is_person
from pipeline.text import clean, fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.extraction.html import Block, Element, Page

_CREDIT = re.compile(
    r"(?:^|[\s.(–|-])(?:anh|anh chup man hinh|nguon anh|hinh anh|hinh|video|clip|do hoa|infographic|photo|nguon)"
    r"\s?(?:minh hoa|tu lieu)?\s?:\s?(?P<name>[^:]{2,80}?)[\s.)]*$"
)
_SOURCES = (
    "data-src",
    "data-original",
    "data-lazy-src",
    "data-lazy",
    "data-thumb",
    "data-srcset",
    "src",
    "srcset",
    "poster",
)
_ICON = re.compile(
    r"(?:^|[/_.-])(?:icons?|logo|spacer|blank|pixel|loading|sprite|avatar|captcha|emoji|google-?news|1x1|transparent)(?:[/_.-]|$)",
    re.IGNORECASE,
)
_PICTURE_FILE = re.compile(r"\.(?:jpe?g|png|gif|webp|bmp|avif)(?:$|\?)|^#|^javascript:", re.IGNORECASE)
_FRAMES = frozenset(("figure", "table", "picture"))
_FRAME = 700  # letters
_CAPTION = 20  # words; few captions are longer
_LONG_CAPTION = 30
_FLOATING = re.compile(r"(?:^|[\s:-])(?:align)?(?:left|right)(?:$|[\s;])")
_VIDEO = frozenset(("video", "iframe", "audio"))


def credit_of(caption: str) -> str | None:
    """Whose picture it is: what follows `Ảnh:` or its kin at the end of a caption."""
    folded = fold(caption)
    match = _CREDIT.search(folded)
    if not match:
        return None
    name = caption[match.start("name") : match.end("name")] if len(folded) == len(caption) else match["name"]
    return clean(name).strip(" .()") or None


def address(media: Element, page: Page) -> str | None:
    """Picture's own address: lazy pages keep it beside a placeholder. None for icons and counters."""
    if _is_tiny(media):
        return None
    return next(
        filter(None, (_named_in(element, page) for element in (media, *media.iter("source"), *_twin(media)))), None
    )


def _named_in(element: Element, page: Page) -> str | None:
    """First address an element names that is neither a placeholder nor an icon's."""
    for name in _SOURCES:
        value = (element.get(name) or "").strip()
        if not value or value.startswith("data:"):
            continue
        url = page.absolute(value.split()[0].rstrip(",") if "srcset" in name else value)
        if url and not _ICON.search(url):
            return url
    return None


def _twin(media: Element) -> Iterator[Element]:
    """Noscript twin of a lazy picture."""
    twin = media.getnext()
    if twin is not None and twin.tag == "noscript":
        yield from twin.iter("img")


def is_avatar(media: Element, following: Block | None) -> bool:
    """Whether a picture is that of the person whose name comes next."""
    name = clean(media.get("alt") or "")
    return following is not None and is_person(name) and following.text.startswith(name) and len(following.text) < 80


def _is_tiny(media: Element) -> bool:
    sizes = [media.get(name, "").removesuffix("px") for name in ("width", "height")]
    return any(size.isdigit() and int(size) < 60 for size in sizes)


def leads_away(media: Element) -> bool:
    """Whether a picture is a link to another page, not to its own larger self."""
    link = next(media.iterancestors("a"), None)
    return link is not None and not _PICTURE_FILE.search(link.get("href") or "#")


def is_video(media: Element) -> bool:
    """Whether it is a player: a video, an audio, an embedded page."""
    return media.tag in _VIDEO


def frame_of(block: Block, root: Element) -> Element | None:
    """Figure, or the small table, a line shares with a picture."""
    element = block.element
    for _ in range(7):
        if element is None or element is root:
            return None
        if element.tag in _FRAMES and next(element.iter("img", "video", "iframe"), None) is not None:
            return element if element.tag != "table" or _is_small(element) else None
        element = element.getparent()
    return None


def is_caption(block: Block, picture: Block | None, following: Block | None) -> bool:
    """Whether a line right after a picture is its caption: by a credit, by its dress, or by being no sentence.

    `following` is the next line of text. Subheadings are bold, headings or in capitals.
    """
    words = len(block.text.split())
    if picture is None or block.tag in {"h1", "h2", "h3", "h4"} or _is_text(block, picture, words):
        return False
    if words <= 80 and (credit_of(block.text) or _share_a_box(block, picture) or block.italic >= 0.9):
        return True
    if block.bold >= 0.9 or _has_its_place(picture.media):
        return False
    beside = block.element is picture.element and _is_small(block.element)
    if not is_video(picture.media) and words <= 45 and (block.align == "center" or beside):
        return True
    return _is_bare_caption(block, words, following)


def _is_text(block: Block, picture: Block, words: int) -> bool:
    """Whether a line is surely none: who wrote the article, or a paragraph that a picture is set into.

    The one is set to the right (`Bài, ảnh: A`), the other is a sentence beside a floating picture, or justified.
    """
    if block.align == "right" and is_labelled(block.text):
        return True
    if block.role in {"caption", "credit"} or block.italic >= 0.9:
        return False
    figure = next(picture.media.iterancestors("figure"), None)
    outside = figure is not None and figure not in block.element.iterancestors()
    if not outside and block.element is not picture.element:
        return False
    media = picture.media
    dress = " ".join(filter(None, (media.get("class"), media.get("style"), media.get("align"))))
    sentence = words > _CAPTION and ends_clause(block.text) and not credit_of(block.text)
    set_in = outside or bool(_FLOATING.search(dress)) or "justify" in (block.element.get("style") or "")
    return sentence and (set_in or (words > _LONG_CAPTION and block.align != "center"))


def _share_a_box(block: Block, picture: Block) -> bool:
    """Whether a line and a picture stand in an element that holds this picture and not much but this line."""
    if is_video(picture.media):
        return False
    around = {picture.media, *picture.media.iterancestors()}
    for box in (block.element, *block.element.iterancestors()):
        if box in around:
            most = int(1.3 * len(block.text)) + 20
            single = sum(1 for media in box.iter("img", "video", "iframe") if media.getparent().tag != "noscript") == 1
            return single and box is not block.element and letters_in(box, most + 1) <= most
    return False


def _has_its_place(media: Element) -> bool:
    """Whether a picture's frame has a place for its caption, maybe an empty one: then no line outside is it."""
    frame = next(media.iterancestors("figure", "table"), None)
    if frame is None or (frame.tag == "table" and not _is_small(frame)):  # one that lays a page out
        return False
    return frame.find(".//figcaption") is not None or (frame.tag == "table" and len(frame.findall(".//tr")) > 1)


def _is_small(frame: Element) -> bool:
    """Whether an element is no larger than what frames a picture."""
    return letters_in(frame, _FRAME) < _FRAME


def _is_bare_caption(block: Block, words: int, following: Block | None) -> bool:
    """Tell a caption without any mark: short, no sentence, and a long paragraph follows."""
    if following is None or len(following.text) < 100 or block.text.isupper():
        return False
    return words <= 25 and not ends_clause(block.text)
