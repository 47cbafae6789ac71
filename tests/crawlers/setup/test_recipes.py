import re
from pathlib import Path
from urllib.parse import urlsplit

import attrs
import pytest

from crawlers.setup.recipes import recipe
from crawlers.sources.listings import is_article_url
from pipeline.config.site import Domain, Politeness, Rules, Site, Source, load_site

ROOT = Path(__file__).parents[3]
RECIPES = sorted((ROOT / "crawlers/setup/recipes").glob("*.toml"))
DOMAINS = ["baonghean.vn", "baothainguyen.vn", "baotintuc.vn", "hanoimoi.vn", "thainguyen.gov.vn"]


def test_the_five_are_shipped() -> None:
    """The promised recipes are there, and no other."""
    assert [path.stem for path in RECIPES] == DOMAINS


@pytest.mark.parametrize("path", RECIPES, ids=lambda path: path.stem)
def test_a_recipe_is_whole(path: Path) -> None:
    """A recipe loads, has a name of its own, sources on its own host, and says what is unverified."""
    site = load_site(path)
    assert site.name != site.domain
    assert site.sources
    assert {urlsplit(source.url).netloc for source in site.sources} == {site.domain}
    assert "Unverified: " in path.read_text(encoding="utf-8")
    assert all(re.fullmatch(r"\d\d", code) for code in site.provinces)


@pytest.mark.parametrize("path", RECIPES, ids=lambda path: path.stem)
def test_dated_layouts_come_after_the_present_ones(path: Path) -> None:
    """The layouts of a recipe stand in the order of their days, the present ones first, so that it reads as history."""
    days = [rules.until for rules in load_site(path).extraction]
    dated = [day for day in days if day is not None]
    assert days == [None] * (len(days) - len(dated)) + sorted(dated, reverse=True)


@pytest.mark.parametrize(
    ("domain", "path", "wanted"),
    [
        ("baotintuc.vn", "/the-gioi/tin-20260716171712345.htm", True),
        ("baotintuc.vn", "/the-gioi/tin-n20260716171712345.htm", False),
        ("baotintuc.vn", "/the-gioi-173ct0.htm", False),
        ("baothainguyen.vn", "/kinh-te/202605/gia-xang-a1b2c3d/", True),
        ("baothainguyen.vn", "/kinh-te/", False),
        ("baonghean.vn", "/lu-quet-10264521.html", True),
        ("baonghean.vn", "/le-hoi-event512.html", False),
        ("hanoimoi.vn", "/lu-quet-654321.html", True),
        ("hanoimoi.vn", "/le-hoi-event512.html", False),
        ("thainguyen.gov.vn", "/tin-tuc/-/asset_publisher/L0n17VJXU23O/content/hop-bao/20181", True),
        ("thainguyen.gov.vn", "/tin-tuc", False),
    ],
)
def test_a_recipe_tells_its_articles(domain: str, path: str, wanted: bool) -> None:  # noqa: FBT001
    """A recipe's pattern takes the site's articles and leaves its other pages."""
    site = load_site(ROOT / "crawlers/setup/recipes" / f"{domain}.toml")
    assert is_article_url(f"https://{domain}{path}", site) is wanted


@pytest.mark.parametrize(
    ("domain", "name"),
    [
        ("baonghean.vn", "baonghean.vn.toml"),
        ("www.BaoNgheAn.vn", "baonghean.vn.toml"),
        ("hanoimoi.com.vn", "hanoimoi.vn.toml"),
        ("khong-co.vn", None),
        ("127.0.0.1:9101", None),
    ],
)
def test_a_recipe_is_found_by_any_domain_of_its_site(domain: str, name: str | None) -> None:
    """A recipe is found by the site's domain or a former one, in any case."""
    path = recipe(domain)
    assert (path.name if path else None) == name


@pytest.mark.parametrize("kind", [Site, Domain, Source, Politeness, Rules])
def test_each_key_is_documented(kind: type) -> None:
    """docs/sites.md has a line for each key of a site's file, in the table of its part."""
    parts = {Site: "## The keys", Domain: "### `[[domains]]`", Source: "### `[[sources]]`"}
    heading = {**parts, Politeness: "### `[politeness]`", Rules: "### `[[extraction]]`"}[kind]
    text = (ROOT / "docs" / "sites.md").read_text(encoding="utf-8")
    _, found, rest = text.partition(f"\n{heading}\n")
    assert found
    table = re.split(r"\n##+ ", rest)[0]
    documented = re.findall(r"^\| `(\w+)` \| \S", table, re.MULTILINE)
    assert sorted(documented) == sorted(field.name for field in attrs.fields(kind))
