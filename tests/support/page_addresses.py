"""Every page of ours as a reader meets it, for the tests that hold all of them against something."""

from __future__ import annotations

# By a name for the test's; {bridge} is the key of an article with two revisions.
PLACES = {
    "front": "/",
    "front-2": "/?page=2",
    "front-en": "/?lang=en",
    "search": "/tim",
    "search-found": "/tim?q=nguoi",
    "search-found-en": "/tim?q=nguoi&lang=en",
    "search-narrowed": "/tim?q=cau&site=baosonghong.example&since=2020-01-01&edited=1",
    "search-section": "/tim?section=Thời+sự",
    "search-nothing": "/tim?q=khongcogi",
    "search-slip": "/tim?q=thai+nguyeen",
    "article": "/bai/{bridge}",
    "article-first": "/bai/{bridge}/1",
    "article-en": "/bai/{bridge}?lang=en",
    "article-hostile": "/bai/{hostile}",
    "site": "/trang/baosonghong.example",
    "site-en": "/trang/thixa.example?lang=en",
    "provinces": "/tinh",
    "provinces-before-en": "/tinh?era=before&lang=en",
    "health": "/suc-khoe",
    "watches": "/theo-doi",
    "not-found": "/khong-co",
    "closed": "/-/threads",
}
