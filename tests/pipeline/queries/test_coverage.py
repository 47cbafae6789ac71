from __future__ import annotations

import json
from typing import TYPE_CHECKING

from pipeline.provinces import Province
from pipeline.queries import coverage_by_province
from tests.support.example_archive import add_article

if TYPE_CHECKING:
    from sqlite_utils import Database


def test_an_article_counts_for_the_provinces_of_its_day(db: Database) -> None:
    """Bắc Kạn until 30 June 2025 is Thái Nguyên since; a site of two counts for both, one of none for the others."""
    for domain, codes in (("backan.vn", ["06"]), ("hai-tinh.vn", ["19", "40"]), ("ca-nuoc.vn", [])):
        site = {"domain": domain, "name": domain, "kind": "newspaper", "provinces": json.dumps(codes)}
        db.table("sites").insert(site)
    last_day, first_day = "2025-06-30T23:59:59+07:00", "2025-07-01"
    for domain, published_at in (
        ("backan.vn", last_day),
        ("backan.vn", first_day),
        ("hai-tinh.vn", first_day),
        ("ca-nuoc.vn", last_day),
        ("ca-nuoc.vn", first_day),
    ):
        add_article(db, domain, "Tin", published_at=published_at)
    coverage = coverage_by_province(db)
    assert coverage.provinces == {Province("before", "06"): 1, Province("since", "19"): 2, Province("since", "40"): 1}
    assert coverage.others == 2
