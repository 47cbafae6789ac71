from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page, Response

    from tests.support.served import Served

pytestmark = pytest.mark.browser


def fits(page: Page) -> bool:
    """Tell whether nothing has to be scrolled sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))


BESIDE = """() => {
  const right = document.querySelector(".big-search .field").getBoundingClientRect().right;
  const fields = [...document.querySelectorAll(".narrowing select, .narrowing input")];
  return fields.filter(field => field.getBoundingClientRect().right > right + 1).map(field => field.id);
}"""


def test_search_without_accents_open_and_read(page: Page) -> None:
    """A reader types without accents, opens what is found, and reads it; no page is wider than the screen."""
    page.goto("/")
    assert fits(page)
    page.get_by_role("searchbox").fill("cau song cong")
    page.keyboard.press("Enter")
    page.wait_for_url("**/tim?*")
    assert fits(page)
    assert page.evaluate(BESIDE) == [], "fields stick out of the column"
    hit = page.get_by_role("link", name="Thông xe cầu sông Công, đôi bờ Thái Nguyên gần lại")
    assert page.locator("mark").first.inner_text() == "cầu sông Công"
    hit.click()
    page.wait_for_url("**/bai/*")
    assert page.get_by_role("heading", level=1).inner_text().startswith("Thông xe cầu sông Công")
    assert page.locator(".text").get_by_text("1.675 tỷ đồng").is_visible()
    assert page.locator(".changes del").first.inner_text() == "16.750"
    assert fits(page)
    page.get_by_role("link", name="Bản 1", exact=True).click()
    page.wait_for_url("**/bai/*/1")
    assert page.locator(".text").get_by_text("16.750 tỷ đồng").is_visible()
    assert fits(page)


def test_keyboard_reaches_the_content_and_focus_is_seen(page: Page) -> None:
    """The first Tab shows the skip link, with an outline; Enter moves into the content."""
    page.goto("/trang/thixa.example")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Đến nội dung chính")
    box = skip.bounding_box()
    assert box
    assert box["x"] >= 0
    assert skip.evaluate("node => getComputedStyle(node).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    page.wait_for_url("**#main")
    page.wait_for_function("document.activeElement.id === 'main'")


def test_the_menu_leads_to_the_feeds(page: Page) -> None:
    """Each with its two addresses, on a phone too."""
    page.goto("/")
    page.get_by_role("navigation", name="Mục chính").get_by_role("link", name="Theo dõi").click()
    page.wait_for_url("**/theo-doi")
    assert page.get_by_role("link", name="JSON Feed", exact=True).count() == page.locator(".feeds li").count() > 1
    assert fits(page)


def test_text_has_contrast(page: Page) -> None:
    """Every text on front, search and feeds page stands out from its ground by 4.5 to 1 (WCAG AA)."""
    for path in ("/", "/tim?q=cau+song+cong", "/tim?q=thai+nguyen&lang=en", "/theo-doi"):
        page.goto(path)
        assert page.evaluate(CONTRAST) == []


def test_style_follows_the_colour_scheme(page: Page, request: pytest.FixtureRequest) -> None:
    """Dark readers get a dark ground, others a light one: the stylesheet is let through by the policy."""
    page.goto("/")
    red = int(page.evaluate("getComputedStyle(document.body).backgroundColor").split("(")[1].split(",")[0])
    assert (red < 64) == request.node.callspec.id.endswith("dark")


def test_datasettes_tables_work_under_their_policy(page: Page) -> None:
    """Datasette's table page runs its own scripts, none is blocked: a menu closes when one clicks beside it."""
    page.goto("/archive/articles")
    page.locator(".nav-menu summary").click()
    entry = page.get_by_role("link", name="Tìm", exact=True)
    assert entry.is_visible()
    page.get_by_role("heading", level=1).click()
    assert not entry.is_visible()


CONTRAST = """() => {
  const channel = value => { value /= 255; return value <= .03928 ? value / 12.92 : ((value + .055) / 1.055) ** 2.4 };
  const parse = colour => colour.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => .2126 * channel(r) + .7152 * channel(g) + .0722 * channel(b);
  const ground = node => {
    for (; node; node = node.parentElement) {
      const colour = parse(getComputedStyle(node).backgroundColor);
      if (colour.length < 4 || colour[3] === 1) return colour;
    }
    return [255, 255, 255];
  };
  const weak = [];
  for (const node of document.querySelectorAll('body *')) {
    const own = [...node.childNodes].some(child => child.nodeType === 3 && child.textContent.trim());
    if (!own || node.closest('svg') || !node.getClientRects().length) continue;
    const [a, b] = [light(parse(getComputedStyle(node).color)), light(ground(node))].sort((x, y) => y - x);
    if ((a + .05) / (b + .05) < 4.5) weak.push(node.className + ': ' + node.textContent.trim().slice(0, 40));
  }
  return weak;
}"""


def test_how_the_sites_do(page: Page) -> None:
    """The table fits the screen, reads without colour, and leads to each site."""
    page.goto("/")
    page.get_by_role("navigation").get_by_role("link", name="Tình hình").click()
    page.wait_for_url("**/suc-khoe")
    assert fits(page)
    assert page.get_by_text("đỏ: có chuyện").is_visible()
    page.locator(".health tbody a").first.click()
    assert page.locator(".site-health").get_by_text("im lặng từ").is_visible()
    assert fits(page)


@pytest.mark.parametrize("path", ["/", "/tim?q=nguoi", "/bai/{bridge}"], ids=["front", "search", "article"])
def test_a_page_is_light(page: Page, served: Served, path: str) -> None:
    """Less than 100 KB in less than 10 requests, with all that the browser loads for it, nothing compressed."""
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))  # noqa: PLW0108  Playwright marks it; bodies are asked for afterwards: a callback may not wait
    page.goto(path.format(bridge=served.bridge), wait_until="networkidle")
    loaded = {answer.url: len(answer.body()) for answer in answers}
    assert len(loaded) < 10
    assert 10_000 < sum(loaded.values()) < 100_000, loaded
