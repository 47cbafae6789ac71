"""What reading costs at worst: seconds a megabyte, and memory in pages' sizes, over pages made to hurt.

`python bench/bounds.py [MEGABYTES]`: each page is read in a process of its own. The bounds are 5 s a megabyte and 50
times the page's size; exit status 1 where one is broken.
"""

from __future__ import annotations

import multiprocessing
import random
import resource
import sys
import time
from typing import TYPE_CHECKING

from pipeline.errors import Unreadable
from pipeline.extraction import extract

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.connection import Connection

URL = "https://vidu.vn/bai-1.html"
SECONDS, TIMES = 5.0, 50.0
LINE = "Sáng 12/3, tại xã Tân Lập, huyện đoàn phối hợp với trạm y tế khám bệnh cho hơn hai trăm người. "
HEAD = "<title>Khám bệnh cho người cao tuổi</title><h1>Khám bệnh cho người cao tuổi</h1>"

LINKED = '<script type="application/ld+json">'


def fill(piece: str, size: int, before: str = HEAD, after: str = "") -> bytes:
    one = piece.encode()
    return before.encode() + one * (size // len(one)) + after.encode()


def noise(size: int) -> bytes:
    return random.Random(1).randbytes(size)


def soup(size: int) -> bytes:
    pieces = [
        "<p>",
        "<div class=author>",
        "</div>",
        "<table><tr><td>",
        "<b>",
        "<a href=/x>",
        "&nbsp;",
        LINE,
        "<br>",
        "<img src=a>",
        "<ul><li>",
    ]
    luck = random.Random(2)
    return fill("".join(luck.choice(pieces) for _ in range(5000)), size)


PAGES: dict[str, Callable[[int], bytes]] = {
    "paragraphs": lambda size: fill(f"<p>{LINE}</p>", size),
    "one line": lambda size: fill(LINE, size, HEAD + "<p>"),
    "one word": lambda size: fill("x", size, HEAD + "<p>"),
    "bare breaks": lambda size: fill("x<br>", size, HEAD + "<p>"),
    "breaks in a div": lambda size: fill("x<br>", size, HEAD + "<div>"),
    "empty elements": lambda size: fill("<p></p>", size),
    "letters in elements": lambda size: fill("<p>x", size),
    "deep divs": lambda size: fill("<div>", size, HEAD, LINE * 9),
    "deep inline": lambda size: fill("<b>", size, HEAD, LINE * 9),
    "deep text": lambda size: fill(f"<div>{LINE}", size),
    "pictures": lambda size: fill("<img src=/a.jpg>", size),
    "captioned pictures": lambda size: fill("<figure><img src=/a.jpg><figcaption>Ảnh: An</figcaption></figure>", size),
    "links": lambda size: fill("<a href=/x>Một tin khác của tòa soạn báo</a> ", size),
    "teasers": lambda size: fill(f"<div><h3><a href=/x>Một tin khác của tòa soạn</a></h3><p>{LINE}</p></div>", size),
    "tables": lambda size: fill("<table><tr><td>", size),
    "cells": lambda size: fill("<td>x", size, HEAD + "<table><tr>"),
    "attributes": lambda size: fill(" a='b'", size, HEAD + "<p", ">"),
    "classes": lambda size: fill("author ", size, HEAD + "<p class='", f"'>{LINE}"),
    "telling divs": lambda size: fill(f"<div class='related'>{LINE}", size),
    "bylines": lambda size: fill("<p class=author>An Bình - Chi Dương</p>", size, HEAD + f"<p>{LINE}</p>"),
    "signatures": lambda size: fill("<p>An Bình</p>", size, HEAD + f"<p>{LINE}</p>"),
    "dates": lambda size: fill("<p>12/3/2021 10:30</p>", size),
    "numbers": lambda size: fill("12/3 ", size, HEAD + "<div>"),
    "dashes": lambda size: fill(" - ", size, "<title>", "</title>" + LINE),
    "joined title": lambda size: fill("báo vidu - ", size, "<title>", f"</title><h1>x</h1><p>{LINE}"),
    "headings": lambda size: fill("<h1>Khám bệnh cho người cao tuổi</h1>", size),
    "metas": lambda size: fill("<meta name=author content='An Bình'>", size, HEAD, LINE),
    "keywords": lambda size: fill("từ, ", size, HEAD + "<meta name=keywords content='", f"'><p>{LINE}"),
    "json": lambda size: fill("[", size, HEAD + LINKED, f"</script><p>{LINE}"),
    "json objects": lambda size: fill('{"a":1},', size, HEAD + LINKED + "[", f"1]</script><p>{LINE}"),
    "json graphs": lambda size: fill('{"@graph":[', size, HEAD + LINKED, f"</script><p>{LINE}"),
    "scripts": lambda size: fill("<script>a</script>", size, HEAD, LINE),
    "open comments": lambda size: fill("<!--", size, HEAD),
    "comments": lambda size: fill("<!-- x -->", size, HEAD, LINE),
    "comments first": lambda size: fill("<!---->", size, "", "<rss"),
    "entities": lambda size: fill("&agrave;", size, HEAD + "<p>"),
    "numeric entities": lambda size: fill("&#7879;", size, HEAD + "<p>"),
    "open tags": lambda size: fill("<", size, HEAD),
    "open names": lambda size: fill("<a ", size, HEAD),
    "quotes": lambda size: fill("'\"", size, HEAD + "<p a=", f">{LINE}"),
    "marks": lambda size: fill("a\u0323\u0302", size, HEAD + "<p>"),
    "stacked marks": lambda size: fill("\u0323", size, HEAD + "<p>a"),
    "nothing": lambda size: fill("\u200b", size, HEAD + "<p>"),
    "spaces": lambda size: fill(" ", size, HEAD + "<p>", LINE),
    "no-break spaces": lambda size: fill("\u00a0", size, HEAD + "<p>", LINE),
    "mojibake": lambda size: fill("á»", size, HEAD + "<p>"),
    "tcvn3": lambda size: fill("Céng hoµ x· héi chñ nghÜa ViÖt Nam ", size, "<title>x</title><h1>x</h1><p>"),
    "vni": lambda size: fill("Coäng hoøa xaõ hoäi chuû nghóa ", size, "<title>x</title><h1>x</h1><p>"),
    "old fonts": lambda size: fill("<font face='.VnTime'>Céng hoµ</font>đ", size, HEAD),
    "font names": lambda size: fill("font-family:", size, HEAD + "đ" * 20, ".Vn"),
    "nul": lambda size: b"\0" * size,
    "high bytes": lambda size: b"<p>" + b"\xe1" * size,
    "wide": lambda size: fill(f"<p>{LINE}</p>", size // 2).decode().encode("utf-16"),
    "noise": noise,
    "noise in a page": lambda size: HEAD.encode() + b"<p>" + noise(size),
    "soup": soup,
}  # fmt: skip


def measure(pipe: Connection, name: str, size: int) -> None:
    """Read one page here, the modules loaded and warm, and tell seconds and how much more memory was held at most."""
    extract(fill(f"<p>{LINE}</p>", 20_000), URL)
    for encoding in ("tcvn3", "vni"):
        extract(PAGES[encoding](20_000), URL)
    body = PAGES[name](size)
    before, begun = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    try:
        extract(body, URL)
        what = "read"
    except Unreadable as error:
        what = error.kind
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    pipe.send((what, time.process_time() - begun, held * 1024, len(body)))


def main() -> int:
    size = int(float(sys.argv[1] if len(sys.argv) > 1 else 1) * 1_000_000)
    names = sys.argv[2:] or list(PAGES)
    context = multiprocessing.get_context("spawn")
    broken = 0
    print(f"{'page':<22}{'outcome':>10}{'s a MB':>9}{'x size':>9}")
    for name in names:
        ours, theirs = context.Pipe()
        process = context.Process(target=measure, args=(theirs, name, size))
        process.start()
        theirs.close()
        answer = ours.recv() if ours.poll(60 * size / 1_000_000) else None
        process.kill()
        process.join()
        if answer is None:
            print(f"{name:<22}{'HANGS':>10}", flush=True)
            broken += 1
            continue
        what, seconds, held, length = answer
        rate, times = seconds / length * 1e6, held / length
        bad = rate > SECONDS or times > TIMES
        broken += bad
        print(f"{name:<22}{what:>10}{rate:>9.2f}{times:>9.1f}{'  BROKEN' if bad else ''}", flush=True)
    return int(broken > 0)


if __name__ == "__main__":
    sys.exit(main())
