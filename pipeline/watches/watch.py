"""Watch: what a person wants to hear of, as data. `watches/NAME.toml` in, frozen values out."""

from __future__ import annotations

import base64
import binascii
import re
import secrets
from typing import TYPE_CHECKING, Annotated, Any, Literal

import attrs

from pipeline.config import Host, HttpUrl, read_toml, structure
from pipeline.errors import BadFile
from pipeline.event import (
    ArticleGone,
    ArticleMoved,
    ArticleNew,
    ArticleRevised,
    SiteAlarmed,
    SiteFailed,
    SourceRetired,
)
from pipeline.files import write_text
from pipeline.search import parse_query

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.event import Event

On = Literal["new", "edited", "gone", "quiet"]
Way = Literal["webhook", "notify"]

# The events that each word of `on` stands for.
EVENTS_OF: dict[On, tuple[type[Event], ...]] = {
    "new": (ArticleNew,),
    "edited": (ArticleRevised,),
    "gone": (ArticleGone, ArticleMoved),
    "quiet": (SiteFailed, SourceRetired, SiteAlarmed),
}
NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*", re.ASCII)
LONGEST_NAME = 64
SECRET = "whsec_"  # noqa: S105  what the Standard Webhooks begin a secret with
SECRET_BYTES = (24, 64)  # at least and at most, by the same


def _name(value: str) -> str:
    if not NAME.fullmatch(value) or len(value) > LONGEST_NAME:
        msg = f"{value!r}; lower-case letters, digits and single dashes are wanted: it is part of addresses"
        raise ValueError(msg)
    return value


def _query(value: str) -> str:
    parsed = parse_query(value)
    if value and not parsed.groups and not parsed.without:
        msg = f"{value!r} holds nothing that can be searched for; leave it empty for every article"
        raise ValueError(msg)
    return value


def _secret(value: str) -> str:
    try:
        secret_bytes(value)
    except ValueError:
        msg = f"is no secret; {SECRET} and {SECRET_BYTES[0]} to {SECRET_BYTES[1]} bytes as base64 are wanted"
        raise ValueError(msg) from None
    return value


def _notice(value: str) -> str:
    if not re.match(r"[a-z][a-z0-9]*://.", value):
        msg = "is no address of apprise; mailto://..., tgram://... or another of its kinds is wanted"
        raise ValueError(msg)
    return value


@attrs.frozen
class Watch:
    """Articles that match a query, and where their events are delivered to, besides the feeds."""

    name: Annotated[str, _name]
    query: Annotated[str, _query] = ""
    """As `khobao search` takes it; "" is every article."""
    site: Host | None = None
    """None for all sites."""
    on: tuple[On, ...] = ("new",)
    """Which events."""
    webhook: HttpUrl | None = None
    """Gets signed POST requests."""
    secret: Annotated[str, _secret] | None = attrs.field(default=None, repr=False)
    """Signs the webhook's messages."""
    notify: Annotated[str, _notice] | None = attrs.field(default=None, repr=False)
    """An address of apprise."""

    @property
    def kinds(self) -> frozenset[type[Event]]:
        """Classes of the events that the words of `on` stand for."""
        return frozenset(kind for word in self.on for kind in EVENTS_OF[word])

    @property
    def ways(self) -> dict[Way, str]:
        """Addresses that it is delivered to, by way."""
        targets: dict[Way, str | None] = {"webhook": self.webhook, "notify": self.notify}
        return {way: target for way, target in targets.items() if target}


def secret_bytes(secret: str) -> bytes:
    """Decode the key that messages are signed with. Raises ValueError."""
    try:
        key = base64.b64decode(secret.removeprefix(SECRET), validate=True)
    except binascii.Error as error:
        raise ValueError(str(error)) from None
    if not secret.startswith(SECRET) or not SECRET_BYTES[0] <= len(key) <= SECRET_BYTES[1]:
        msg = "not a secret of a webhook"
        raise ValueError(msg)
    return key


def make_secret() -> str:
    """Make a random secret, as a watch's file has it."""
    return SECRET + base64.b64encode(secrets.token_bytes(SECRET_BYTES[0])).decode()


def load_watch(path: Path) -> Watch:
    """Read one watch's file. Raises BadFile with every fault, each with its place and the rule it breaks."""
    return parse_watch(read_toml(path), path)


def parse_watch(data: dict[str, Any], path: Path) -> Watch:
    """Make a watch of a file's keys; `name` may be left out. Raises BadFile with every fault."""
    watch = structure(data, Watch, path, name=path.stem)
    if faults := list(_faults_between_fields(watch, path)):
        raise BadFile(path, faults)
    return watch


def load_watches(folder: Path) -> tuple[list[Watch], list[str]]:
    """Read all watches of a folder, by name, and the faults of those files that can't be read as one."""
    watches: list[Watch] = []
    faults: list[str] = []
    for path in sorted(folder.glob("*.toml")):
        try:
            watches.append(load_watch(path))
        except BadFile as error:
            faults += [f"{path.name}: {fault}" for fault in error.faults]
    return watches, faults


def save_watch(path: Path, watch: Watch) -> None:
    """Write a watch's file, for its owner's eyes alone: it holds secrets."""
    import tomlkit  # noqa: PLC0415  only who writes one pays for it

    path.parent.mkdir(parents=True, exist_ok=True)
    data = {key: value for key, value in attrs.asdict(watch).items() if key != "name" and value is not None}
    write_text(path, tomlkit.dumps(data), fsync=False, mode=0o600)


def _faults_between_fields(watch: Watch, path: Path) -> list[str]:
    faults = []
    if path.stem != watch.name:
        faults.append(f"name is {watch.name!r}, so the file has to be called {watch.name}.toml")
    if not watch.on:
        faults.append(f"on: say what is told of: {', '.join(EVENTS_OF)}")
    if watch.webhook and not watch.secret:
        faults.append("secret: is missing; a webhook's messages are signed with it")
    return faults
