"""The archive's tables as Datasette shows them: what each holds, in both languages, and how its rows are named."""

from __future__ import annotations

from pipeline.locale import LANGUAGES, phrase

# The column that names a row where another table refers to it.
LABELS = {
    "sites": "domain",
    "articles": "title",
    "addresses": "url",
    "revisions": "title",
    "captures": "url",
    "ledger": "source",
    "health": "colour",
    "events": "kind",
}
_UNNUMBERED = {"health"}  # a row a site; the newest rows of the others come first


def metadata() -> dict[str, dict[str, str]]:
    """Datasette's metadata of each table, by the table's name."""
    return {name: _metadata(name, label) for name, label in LABELS.items()}


def _metadata(name: str, label: str) -> dict[str, str]:
    description = " / ".join(phrase(language, f"table.{name}") for language in LANGUAGES)
    order = {} if name in _UNNUMBERED else {"sort_desc": "id"}
    return {"description": description, "label_column": label, **order}
