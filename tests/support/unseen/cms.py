"""Three unseen sites, each before and after a redesign: labelled pages to test extraction over a site's many pages.

Unlike other_cms.py, they are as heavy as real pages, and repeat themselves from page to page. They were written without
looking at the extraction, as a test of it. What is labelled how:

- `house.always` (all pages) and `house.sometimes` (one in three) stand in the text as any paragraph does, and are none:
  boilerplate, as is the notice of a reprint (`house.notice`, one in seven) and each link to another article.
- `house.subhead` (one in eight) and `house.shared` (three articles, and two) repeat too, and are the article's own.
- An item of a list and a row of a table are a paragraph each. A sapo printed twice counts once. A sapo keeps its dateline.
- A caption is labelled without its credit.
- Of 40 pages five are photo stories and two are films. A redesign tells other stories: the site, its lines and its menus stay.

    FAMILIES["zones"].pages(seed=1)  # list[Case], 40 of them; the same ones each time
    FAMILIES["zones"].redesigned(seed=1)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from tests.support.unseen import fields, hashed, zones
from tests.support.unseen.stories import House, Manuscript, manuscripts

if TYPE_CHECKING:
    from collections.abc import Callable

    from pipeline.extraction.evaluation.case import Case

    Template = Callable[[Manuscript], Case]


@attrs.frozen
class Family:
    """A site and its two templates."""

    house: House
    _template: Template
    _redesign: Template

    def pages(self, seed: int = 1, count: int = 40) -> list[Case]:
        """Return the site's pages, oldest first."""
        return [self._template(manuscript) for manuscript in manuscripts(self.house, seed, count, 2026)]

    def redesigned(self, seed: int = 1, count: int = 40) -> list[Case]:
        """Return pages a year later, other stories in the other template."""
        return [self._redesign(manuscript) for manuscript in manuscripts(self.house, seed + 1000, count, 2027)]


FAMILIES = {
    name: Family(module.HOUSE, module.template, module.redesign)
    for name, module in {"zones": zones, "hashed": hashed, "fields": fields}.items()
}
