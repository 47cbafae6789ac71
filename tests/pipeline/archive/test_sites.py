"""Rows of sites."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from pipeline.archive import sites
from tests.support.captures import SITE

if TYPE_CHECKING:
    from tests.support.captures import Store


def test_a_site_keeps_its_id_and_gets_its_files_words(store: Store) -> None:
    """What a person changes in the site's file is in its row with the next capture."""
    db = store.archive.db
    assert sites.id_of(db, SITE.domain) is None
    site_id = sites.upsert(db, SITE)
    assert sites.upsert(db, attrs.evolve(SITE, name="Báo Mới", provinces=("06",))) == site_id
    assert sites.id_of(db, SITE.domain) == site_id
    assert store.rows("SELECT name, provinces FROM sites") == [("Báo Mới", '["06"]')]


def test_a_site_without_a_row_selects_nothing(store: Store) -> None:
    """None as a site's id is no row's, also where other sites have rows."""
    sites.upsert(store.archive.db, SITE)
    assert store.rows("SELECT id FROM sites WHERE id = ?", sites.id_of(store.archive.db, "khac.example")) == []
