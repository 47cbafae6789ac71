from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from pipeline.queries.figures import SiteFigures, figures
from tests.support.example_archive import SITES, add_article, add_site, assess_health, edit, keep_ledger

if TYPE_CHECKING:
    from sqlite_utils import Database

AT = datetime(2026, 3, 2, 8, tzinfo=UTC)


def test_figures_of_sites(db: Database) -> None:
    """Each site's articles and when its newest was first seen; a colour where its health was assessed."""
    for domain in SITES:
        add_site(db, domain)
    first, second, third, *_ = SITES
    add_article(db, first, "Tin cũ", at=AT, published_at="2026-03-01")
    add_article(db, first, "Tin mới", at=AT + timedelta(hours=1), published_at="2026-03-02")
    add_article(db, first, "Tin xưa", at=AT + timedelta(hours=2), published_at="2020-03-02")
    assess_health(db, AT)
    sites = {site.domain: site for site in figures(db).sites}
    assert sites[first] == SiteFigures(first, 3, (AT + timedelta(hours=1)).timestamp(), "green")
    assert sites[second] == SiteFigures(second, 0, None, "red")
    assert sites[third] == SiteFigures(third, 0, None, None)


def test_figures_of_the_ledger_are_sums_over_days_and_sources(db: Database) -> None:
    """Each step of each site that has a ledger, none of the others."""
    for domain in SITES:
        add_site(db, domain)
    keep_ledger(db, AT)
    domain = next(iter(SITES))
    assert figures(db).steps == (
        (domain, "listed", 78),
        (domain, "discovered", 12),
        (domain, "fetched", 12),
        (domain, "parsed", 12),
        (domain, "stored", 10),
        (domain, "failed", 0),
    )


def test_figures_of_events(db: Database) -> None:
    """How many there are of each kind that there is."""
    key = add_article(db, "a.vn", "Tin")
    add_article(db, "a.vn", "Tin khác")
    edit(db, key, AT, title="Tin mới")
    assert figures(db).events == (("article.new", 2), ("article.revised", 1))
