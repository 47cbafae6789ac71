"""The newsroom: writes stories out of sentences.toml, no two alike, the same ones for the same seed."""

from __future__ import annotations

import random
import re
import tomllib
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

import attrs

from demo.story import Block, Photo, Story, Subhead, Text, slug
from pipeline.clock import VIETNAM

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from demo.outlet import Outlet

CHOICE = re.compile(r"\[([^\[\]]*)\]")
SLOT = re.compile(r"\{(\w+)(?::(\d+)-(\d+))?\}")
# Titles that a page or an archive must print as text. The second has quotes for attributes and feeds to trip over.
ODD = {
    7: ("chuyen-doi-so", "Học sinh {xa} tập viết thẻ <script>alert('Xin chào')</script> trong câu lạc bộ tin học"),
    11: ("an-sinh", '{xa}: Mô hình "5 không, 3 sạch" & câu chuyện của {ba}'),
}


@cache
def sentences() -> dict[str, Any]:
    """Return sentences.toml."""
    return tomllib.loads(resources.files("demo").joinpath("sentences.toml").read_text(encoding="utf-8"))


@attrs.define
class Newsroom:
    """Writes the stories of one outlet, number by number. A seed's n-th story has the same text in every run."""

    outlet: Outlet
    seed: int
    _written: int = 0
    _seen: set[str] = attrs.Factory(set)

    def write(self, published: datetime) -> Story:
        """Return the next story."""
        self._written += 1
        rng = random.Random(f"{self.seed} {self.outlet.key} {self._written}")
        topic, titles = self._topic(rng)
        cast = _cast(rng, self.outlet, topic, published)
        title = self._fresh(rng, cast, titles)
        authors = tuple(rng.sample(sentences()["people"]["bylines"], rng.choice([1, 1, 1, 2])))
        signed = self._written % 10 != 5  # one in ten bears no name
        return Story(
            number=self._written,
            section=topic["section"],
            title=title,
            slug=slug(title),
            sapo=(self.outlet.dateline if self._written % 3 == 0 else "") + self._fresh(rng, cast, topic["sapos"]),
            blocks=self._blocks(rng, cast, topic, slug(title)),
            authors=authors if signed else (),
            agency=self.outlet.agency if rng.random() < 0.3 else None,
            tags=tuple(fill(rng, cast, tag) for tag in rng.sample(topic["tags"], rng.randint(2, 4))),
            published=published,
            modified=published,
        )

    def _topic(self, rng: random.Random) -> tuple[Any, list[str]]:
        topic = rng.choice(sentences()["topics"])
        if self._written not in ODD:
            return topic, topic["titles"]
        name, title = ODD[self._written]
        return next(topic for topic in sentences()["topics"] if topic["name"] == name), [title]

    def _blocks(self, rng: random.Random, cast: Mapping[str, str], topic: Any, name: str) -> tuple[Block, ...]:
        paragraphs = self._paragraphs(rng, cast, topic)
        heads = rng.sample(topic["subheads"], min(len(paragraphs) // 5, 4)) if len(paragraphs) > 7 else []
        photos = rng.sample(topic["captions"], rng.choice([0, 1, 1, 2, 3]))
        heads_at = dict(zip(sorted(rng.sample(range(2, len(paragraphs) - 1), len(heads))), heads, strict=True))
        photos_at = dict(zip(sorted(rng.sample(range(len(paragraphs) - 1), len(photos))), photos, strict=True))
        blocks: list[Block] = []
        for place, paragraph in enumerate(paragraphs):
            if place in heads_at:
                blocks.append(Subhead(fill(rng, cast, heads_at[place])))
            blocks.append(Text(paragraph))
            if place in photos_at:
                credit = _credit(rng, self.outlet)
                blocks.append(Photo(f"{name[:40]}-{place}.jpg", fill(rng, cast, photos_at[place]), credit))
        return tuple(blocks)

    def _paragraphs(self, rng: random.Random, cast: Mapping[str, str], topic: Any) -> list[str]:
        """Deal a shuffled deck of sentences out into 5 to 25 paragraphs; a quotation stands alone, the end closes."""
        general = sentences()["general"]
        wanted = rng.choice([*range(5, 13), *range(5, 13), *range(13, 19), rng.randint(19, 25)])
        rest = general["context"] + general["difficulty"]
        quotes = general["official_quote"] + general["citizen_quote"]
        deck = rng.sample(topic["body"], len(topic["body"]))
        deck[2:] = rng.sample(deck[2:] + rng.sample(rest, 8 + wanted // 3), len(deck) + 6 + wanted // 3)
        paragraphs: list[str] = []
        while len(paragraphs) < wanted - 1:
            if len(paragraphs) % 4 == 3 and quotes:
                quote = quotes.pop(rng.randrange(len(quotes)))
                paragraphs.append(self._fresh(rng, cast, [quote]))
                continue
            hand = [deck.pop(0) for _ in range(rng.choice([1, 1, 2])) if deck] or [rng.choice(rest)]
            paragraphs.append(" ".join(self._fresh(rng, cast, [sentence]) for sentence in hand))
        return [*paragraphs, self._fresh(rng, cast, general["closing"])]

    def _fresh(self, rng: random.Random, cast: Mapping[str, str], templates: list[str]) -> str:
        """Fill one of the templates so that this outlet has not printed the sentence before."""
        for _ in range(30):
            sentence = fill(rng, cast, rng.choice(templates))
            if sentence not in self._seen:
                break
        else:  # as papers do with a theme they come back to
            sentence = f"{sentence.removesuffix('.')} (kỳ {self._written})" + "." * sentence.endswith(".")
        self._seen.add(sentence)
        return sentence


def fill(rng: random.Random, cast: Mapping[str, str], template: str) -> str:
    """Choose among the [a|b] of a template, fill its {slots} and begin with a capital."""
    text = template
    while CHOICE.search(text):
        text = CHOICE.sub(lambda found: rng.choice(found[1].split("|")), text)
    while SLOT.search(text):
        text = SLOT.sub(lambda found: _slot(rng, cast, found), text)
    start = next((place for place, letter in enumerate(text) if letter.isalpha()), 0)
    return text[:start] + text[start].upper() + text[start + 1 :]


def _slot(rng: random.Random, cast: Mapping[str, str], found: re.Match[str]) -> str:
    name, low, high = found.groups()
    if low is not None:
        return NUMBERS[name](rng, int(low), int(high))
    if name in cast:
        return cast[name]
    return FRESH[name](rng, cast)


def _whole(rng: random.Random, low: int, high: int) -> str:
    return f"{rng.randint(low, high):,}".replace(",", ".")


def _decimal(rng: random.Random, low: int, high: int) -> str:
    return f"{rng.randint(low, high)},{rng.randint(1, 9)}"


def _year(rng: random.Random, low: int, high: int) -> str:
    return str(rng.randint(low, high))


NUMBERS: dict[str, Callable[[random.Random, int, int], str]] = {"so": _whole, "pt": _decimal, "nam": _year}
FRESH: dict[str, Callable[[random.Random, Mapping[str, str]], str]] = {
    "nam_nhan": lambda rng, _: _person(rng, "men"),
    "nu_nhan": lambda rng, _: _person(rng, "women"),
    "xa_khac": lambda rng, cast: rng.choice(cast["_others"].split("|")),
    "ngay": lambda rng, cast: f"{rng.randint(1, 28)}/{cast['_month']}",
}


def _cast(rng: random.Random, outlet: Outlet, topic: Any, published: datetime) -> dict[str, str]:
    """Who and what a story is about: the slots that stay the same all through it."""
    place, *others = rng.sample(outlet.places, 4)
    leader = _person(rng, "men")
    local = _person(rng, "women")
    hamlet = rng.choice(sentences()["people"]["hamlets"])
    day = published.astimezone(VIETNAM)
    half = "sáng" if day.hour < 13 else "chiều"
    return {
        "xa": place,
        "_others": "|".join(others),
        "_month": str(day.month),
        "xom": hamlet,
        "tinh": outlet.province,
        "lanh_dao": f"ông {leader}, {rng.choice(topic['roles'])}",
        "ong": f"ông {leader.split()[-1]}",
        "dan": f"bà {local}, ở xóm {hamlet}",
        "ba": f"bà {local.split()[-1]}",
        "don_vi": rng.choice(topic["offices"]),
        "mon": rng.choice(topic["items"]),
        "buoi": f"{half} {day.day}/{day.month}",
        "nam": str(day.year),
        "nam_truoc": str(day.year - 1),
        "nam_sau": str(day.year + 1),
        "nam_sau5": str(day.year + 5),
    }


def _credit(rng: random.Random, outlet: Outlet) -> str | None:
    name: str = rng.choice(sentences()["people"]["bylines"])
    return rng.choice([None, name, f"{name}/{outlet.agency}" if outlet.agency else name])


def _person(rng: random.Random, kind: str) -> str:
    people = sentences()["people"]
    return f"{rng.choice(people['family'])} {rng.choice(people[kind])}"
