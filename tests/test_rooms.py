"""The rooms: who may import whom, where SQL stands, and that a room is entered by its door. import-linter has the layers."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("pipeline", "crawlers", "browse", "khobao")
FILES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
ROOMS = sorted(
    path.parent.relative_to(ROOT).as_posix() for package in PACKAGES for path in (ROOT / package).rglob("*.pyi")
)
SQL = re.compile(r"(?<!super\(\))\.execute(?:many|script)?\(")
SQL_STANDS_IN = (
    *("pipeline/archive/", "pipeline/search/", "pipeline/queries/", "pipeline/maintenance/"),
    *("pipeline/watches/deliveries.py", "crawlers/frontier/"),
)
PRAGMAS_STAND_IN = ("browse/security/", "browse/serve.py")


def module_of(path: Path) -> str:
    """Name a file as Python imports it."""
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


MODULES = {module_of(path): path for path in FILES}


def offers(room: str) -> list[str]:
    """What a room's door offers: the names in its stub."""
    stub = ast.parse((ROOT / room / "__init__.pyi").read_text(encoding="utf-8"))
    names: list[str] = next(ast.literal_eval(node.value) for node in stub.body if isinstance(node, ast.Assign))
    return names


OFFERED = {f"{room.replace('/', '.')}.{name}" for room in ROOMS for name in offers(room)}


def imports_of(path: Path) -> set[str]:
    """Our modules that a file imports, anywhere in it, also for type checkers alone.

    A room may offer a function that is called as its module: `from pipeline.search import search` is the function.
    """
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names |= {
                full if (full := f"{node.module}.{alias.name}") in MODULES.keys() - OFFERED else node.module
                for alias in node.names
            }
    return names & MODULES.keys()


def room_of(module: str) -> str:
    """The folder of a module; a module that lies open in a package is a room of its own."""
    if MODULES[module].name == "__init__.py":
        return module
    folder = module.rpartition(".")[0]
    return module if folder in PACKAGES else folder


def test_no_circle_between_modules() -> None:
    """No module leads back to itself, not even by imports for type checkers. Raises CycleError with the circle."""
    TopologicalSorter({name: imports_of(path) - {name} for name, path in MODULES.items()}).prepare()


def test_no_circle_between_rooms() -> None:
    """No room leads back to itself: a room's door leads to all that is behind it."""
    rooms: dict[str, set[str]] = defaultdict(set)
    for name, path in MODULES.items():
        inside = room_of(name)
        rooms[inside] |= {room_of(used) for used in imports_of(path)} - {inside}
    TopologicalSorter(rooms).prepare()


def test_a_room_is_entered_by_its_door() -> None:
    """From outside a room one imports what its __init__ offers, never from a module inside."""
    strangers = [
        f"{module_of(path)} imports {used}"
        for path in [*FILES, ROOT / "scheduler.py", *(ROOT / "demo").rglob("*.py"), *(ROOT / "bench").rglob("*.py")]
        for used in sorted(imports_of(path))
        for room in ROOMS
        if used.startswith(f"{room.replace('/', '.')}.") and f"{room}/" not in f"{path.relative_to(ROOT).as_posix()}"
    ]
    assert strangers == []


@pytest.mark.parametrize("room", ROOMS)
def test_a_door_offers_what_others_use(room: str) -> None:
    """Each name is there, and somebody else uses it; types are also what the functions take and give."""
    offered = offers(room)
    package = __import__(room.replace("/", "."), fromlist=["__all__"])
    assert package.__doc__
    assert sorted(package.__all__) == sorted(offered)
    assert all(getattr(package, name) is not None for name in offered)
    folders = [*(ROOT / package for package in PACKAGES), *(ROOT / name for name in ("demo", "bench", "tests"))]
    users = [path for folder in folders for path in folder.rglob("*.py") if room not in path.as_posix()]
    text = "\n".join(path.read_text(encoding="utf-8") for path in [*users, ROOT / "scheduler.py"])
    values = [name for name in offered if not isinstance(getattr(package, name), type)]
    assert [name for name in values if not re.search(rf"\b{name}\b", text)] == []


def test_where_sql_stands() -> None:
    """In the rooms that are about a database, and nowhere else; who serves may set PRAGMAs."""
    for path in [*FILES, ROOT / "scheduler.py"]:
        name, text = path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")
        if name.startswith(PRAGMAS_STAND_IN):
            statements = re.findall(r"\.execute\(\s*f?[\"']+(\w+)", text)
            assert len(statements) == len(SQL.findall(text)), name
            assert set(statements) <= {"PRAGMA"}, name
        elif not name.startswith(SQL_STANDS_IN):
            assert not SQL.search(text), f"{name} speaks SQL"


def test_who_knows_a_terminal() -> None:
    """The command alone: what it calls tells its progress by a function."""
    for path in [*FILES, ROOT / "scheduler.py"]:
        name = path.relative_to(ROOT).as_posix()
        used = set(re.findall(r"^\s*(?:from|import) (rich|click)\b", path.read_text(encoding="utf-8"), re.MULTILINE))
        assert not used or name.startswith("khobao/"), f"{name} imports {used}"
