import re
import shutil
import subprocess
from pathlib import Path
from urllib.parse import urlsplit

import attrs
import pytest

from crawlers.setup.recipes import recipe
from crawlers.sources.article_url import is_article_url
from pipeline.config import Domain, Politeness, Rules, Site, Source, load_site

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


class Checkout:
    """A user's clone of a project whose recipes were a folder sites/ once, and are package data today."""

    def __init__(self, folder: Path, domain: str) -> None:
        self.folder, self.domain = folder / "user", domain
        upstream = folder / "upstream"
        upstream.mkdir(parents=True)
        self.git("init", "--quiet", "--initial-branch=main", cwd=upstream)
        (upstream / "sites").mkdir()
        for name in DOMAINS:
            (upstream / "sites" / f"{name}.toml").write_text(recipe_before(name), encoding="utf-8")
        self.commit(upstream)
        self.git("clone", "--quiet", str(upstream), str(self.folder), cwd=folder)
        shutil.rmtree(upstream / "sites")
        shutil.copytree(ROOT / "crawlers/setup/recipes", upstream / "crawlers/setup/recipes")
        (upstream / ".gitignore").write_text("/sites/\n")
        self.commit(upstream)

    @property
    def file(self) -> Path:
        """The recipe that the user edited."""
        return self.folder / "sites" / f"{self.domain}.toml"

    def git(self, *words: str, cwd: Path | None = None) -> int:
        """Run git; its exit status."""
        identity = ("-c", "user.name=Người", "-c", "user.email=nguoi@example.org")
        done = subprocess.run(["git", *identity, *words], cwd=cwd or self.folder, capture_output=True, check=False)
        return done.returncode

    def commit(self, folder: Path) -> None:
        """Commit all there is."""
        self.git("add", "--all", cwd=folder)
        assert self.git("commit", "--quiet", "--message=x", cwd=folder) == 0


def recipe_before(domain: str) -> str:
    """A recipe as it stood in sites/, from the project's own history."""
    path = f"sites/{domain}.toml"
    git = ["git", "-C", str(ROOT)]
    last = subprocess.run([*git, "rev-list", "-1", "HEAD", "--", path], capture_output=True, text=True, check=False)
    if not last.stdout.strip():
        pytest.skip("a checkout without its history")
    shown = [*git, "show", f"{last.stdout.strip()}^:{path}"]
    return subprocess.run(shown, capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize("domain", DOMAINS)
@pytest.mark.parametrize("committed", [True, False], ids=["committed", "not committed"])
def test_an_edited_recipe_survives_a_pull_as_a_watched_site(domain: str, tmp_path: Path, *, committed: bool) -> None:
    """Git leaves it in sites/ with the edit, and does not take it along to the package: too little is alike."""
    checkout = Checkout(tmp_path, domain)
    checkout.file.write_text(f"paused = true\n{checkout.file.read_text(encoding='utf-8')}", encoding="utf-8")
    if committed:
        checkout.commit(checkout.folder)
        checkout.git("pull", "--no-rebase", "--no-edit")
    else:
        assert checkout.git("pull", "--no-rebase") != 0  # git refuses to overwrite it, and says so
        assert load_site(checkout.file).paused
        checkout.git("stash")
        assert checkout.git("pull", "--no-rebase") == 0
        checkout.git("stash", "pop")
    assert load_site(checkout.file).paused
    assert not load_site(checkout.folder / f"crawlers/setup/recipes/{domain}.toml").paused
