"""Names: a variable says what it is, and one word means one thing."""

from __future__ import annotations

import ast
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FILES = sorted(
    [
        *(path for name in ("pipeline", "crawlers", "browse", "khobao") for path in (ROOT / name).rglob("*.py")),
        ROOT / "scheduler.py",
    ]
)
TREES = {path: ast.parse(path.read_text(encoding="utf-8")) for path in FILES}

# Words that tell what happened to a value and not what it is.
WORDS_OF_FATE = frozenset(
    [
        "one",
        "found",
        "said",
        "told",
        "known",
        "made",
        "wanted",
        "asked",
        "held",
        "shown",
        "taken",
        "brought",
        "given",
        "kept",
        "stood",
        "stands",
        "standing",
        "seen",
        "there",
        "read",
        "about",
        "here",
        "left",
        "ours",
        "theirs",
    ]
)
MOST = 60  # the number may only fall


def test_a_local_is_named_by_what_it_is() -> None:
    """Names such as `found` or `told` in assignments, loops and comprehensions are few, and get fewer."""
    places = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.id}"
        for path, tree in TREES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) and node.id in WORDS_OF_FATE
    ]
    assert len(places) <= MOST, "\n".join(places)


def test_a_type_has_its_name_for_itself() -> None:
    """No two public types of the project are called the same."""
    places: dict[str, set[str]] = defaultdict(set)
    for path, tree in TREES.items():
        for node in tree.body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                places[node.name].add(path.relative_to(ROOT).as_posix())
    assert {name: sorted(files) for name, files in places.items() if len(files) > 1} == {}
