"""Templates: Jinja2 with the ways these CMSes print dates and letters."""

from __future__ import annotations

import html
from html.entities import codepoint2name
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from demo.family import picture
from demo.outlet import SECTIONS
from demo.reply import Reply
from pipeline.clock import VIETNAM

if TYPE_CHECKING:
    from datetime import datetime

    from demo.family import Edition

WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ Nhật")


def page(template: str, edition: Edition, **values: Any) -> Reply:
    """Render `templates/{template}` as a page of the edition."""
    text = environment.get_template(template).render(
        edition=edition,
        outlet=edition.outlet,
        sections=SECTIONS,
        picture=lambda photo: picture(edition, photo.name),
        **values,
    )
    return Reply(text.encode())


def weekday(moment: datetime) -> str:
    """Return `Thứ Năm`."""
    return WEEKDAYS[moment.astimezone(VIETNAM).weekday()]


def local(moment: datetime, form: str = "%d/%m/%Y %H:%M") -> str:
    """Return a moment on Vietnam's wall clock in a form of strftime."""
    return moment.astimezone(VIETNAM).strftime(form)


def named(text: str) -> Markup:
    """Return text with the named entities of Latin-1 (`&agrave;`) beside raw Vietnamese letters, as old editors leave it."""
    return Markup("".join(_named(letter) for letter in text))  # noqa: S704  each letter is escaped


def numeric(text: str) -> Markup:
    """Return text with numeric entities (`&#225;`) for all that is not ASCII."""
    return Markup("".join(_numeric(letter) for letter in text))  # noqa: S704  each letter is escaped


def doubled(text: str) -> Markup:
    """Return text with numeric entities, its apostrophes escaped twice (`&amp;#39;`)."""
    return Markup(str(numeric(text)).replace("&#x27;", "&amp;#39;"))  # noqa: S704  escaped by numeric


def _named(letter: str) -> str:
    name = codepoint2name.get(ord(letter))
    return f"&{name};" if name else letter


def _numeric(letter: str) -> str:
    return html.escape(letter) if letter.isascii() else f"&#{ord(letter)};"


def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("demo"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    made.filters |= {"local": local, "weekday": weekday, "named": named, "numeric": numeric, "doubled": doubled}
    return made


environment = _environment()
