"""The next page of a listing whose pages are got by sending its form back."""

from __future__ import annotations

import pytest

from crawlers.sources.forms import FormPost, next_form
from crawlers.sources.links import read_links

URL = "https://so.example/TinTuc.aspx?cat=2"
STATE = '<input type="hidden" name="__VIEWSTATE" value="dDw+"><input type="hidden" name="__EVENTTARGET" value="">'


def link(text: str, argument: str) -> str:
    """Return a link of a grid's pager."""
    return f"""<td><a href="javascript:__doPostBack('ctl00$grd','{argument}')">{text}</a></td>"""


def form_of(body: str, url: str = URL) -> FormPost | None:
    """Return the form that brings the next page."""
    page = read_links(f"<html><body>{body}</body></html>".encode(), url)
    return next_form(page.root, page.url)


def argument_of(pager: str) -> str | None:
    """Return what a pager's next page is called."""
    form = form_of(f'<form method="post">{STATE}<table><tr>{pager}</tr></table></form>')
    return dict(form.fields)["__EVENTARGUMENT"] if form else None


@pytest.mark.parametrize(
    ("pager", "argument"),
    [
        ("<td><span>1</span></td>" + link("2", "Page$2") + link("3", "Page$3"), "Page$2"),
        (link("1", "Page$1") + "<td><span>2</span></td>" + link("3", "Page$3"), "Page$3"),
        (link("9", "Page$9") + "<td><span>10</span></td>" + link("...", "Page$11"), "Page$11"),
        (link("...", "Page$10") + "<td><b>11</b></td>" + link("12", "Page$12"), "Page$12"),
        (link("1", "Page$1") + link("2", "Page$2") + "<td><span>3</span></td>", None),
        (link("Trang trước", "Page$Prev") + link("Trang sau", "Page$Next"), "Page$Next"),
        (link("1", "Page$1").replace("<a", '<a class="current"') + link("2", "Page$2"), "Page$2"),
        (link("Đăng nhập", "login") + link("Bình chọn", "vote"), None),
        (link("2", "Page$2"), None),
    ],
)
def test_what_leads_to_the_next_page(pager: str, argument: str | None) -> None:
    """The number after this page's own, the dots after it, or a word; nothing on the last page, or that is no pager."""
    assert argument_of(pager) == argument


def test_the_form_is_sent_whole() -> None:
    """All that a browser sends goes along, to where the form says, but no button and nothing that is switched off."""
    fields = (
        '<input name="tu-khoa" value="đê"><input type="submit" name="tim" value="Tìm"><textarea name="ghi"></textarea>'
        '<select name="so"><option value="10">10</option><option value="20" selected>20</option></select>'
        '<input type="checkbox" name="anh" value="1"><input name="cu" value="1" disabled>'
    )
    pager = f"<tr><td><span>1</span></td>{link('2', 'Page$2')}</tr>"
    form = form_of(f'<form action="./TinTuc.aspx?cat=2" method="post">{STATE}{fields}<table>{pager}</table></form>')
    assert form is not None
    assert form.url == URL
    assert dict(form.fields) == {
        "__VIEWSTATE": "dDw+",
        "tu-khoa": "đê",
        "ghi": "",
        "so": "20",
        "__EVENTTARGET": "ctl00$grd",
        "__EVENTARGUMENT": "Page$2",
    }
    assert FormPost.from_text(form.as_text()) == form
    assert FormPost.from_text(URL) is None


def test_a_button_in_a_pager_is_pressed() -> None:
    """A pager may be made of buttons."""
    buttons = '<input type="submit" name="truoc" value="&lt;"><input type="submit" name="sau" value="&gt;">'
    form = form_of(f"<form>{STATE}<div>{buttons}</div></form>")
    assert form is not None
    assert ("sau", ">") in form.fields
    assert "truoc" not in dict(form.fields)


def test_other_forms_are_never_sent() -> None:
    """A form that is none of ASP.NET's does what nobody knows."""
    assert form_of(f"<form><table><tr><td><span>1</span></td>{link('2', 'Page$2')}</tr></table></form>") is None
