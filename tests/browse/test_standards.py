"""Every page against the standards: accessibility by axe-core, HTML by html-validate."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.support.page_addresses import PLACES

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.support.served import Served

NODE = Path(__file__).parents[1] / "node"
AXE = NODE / "node_modules" / "axe-core" / "axe.min.js"
VALIDATE = NODE / "node_modules" / ".bin" / "html-validate"
GRAVE = {"serious", "critical"}

needs_node = pytest.mark.skipif(
    not (AXE.exists() and shutil.which("node")), reason="tests/machine.sh installs axe-core where there is npm"
)


# Each page wide and narrow, light and dark, in two of the four ways: axe takes seconds.
@needs_node
@pytest.mark.browser
@pytest.mark.parametrize("page", [(1280, "light"), (390, "dark")], ids=["1280-light", "390-dark"], indirect=True)
@pytest.mark.parametrize("name", PLACES)
def test_no_page_shuts_anyone_out(page: Page, served: Served, name: str) -> None:
    """axe-core finds nothing serious or critical; asked over the debugger, which the pages' policy does not bind."""
    page.goto(PLACES[name].format(bridge=served.bridge, hostile=served.hostile))
    for details in page.locator("details").all():  # what is folded is read as well
        details.evaluate("node => { node.open = true; }")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run({resultTypes: ['violations']})")
    assert found["passes"]
    grave = [one for one in found["violations"] if one["impact"] in GRAVE]
    assert [(one["id"], [node["html"][:200] for node in one["nodes"]]) for one in grave] == []


@needs_node
def test_every_page_is_valid_html(served: Served, tmp_path: Path) -> None:
    """html-validate finds no error, on any page in either language."""
    for name, path in PLACES.items():
        answer = served.get(path.format(bridge=served.bridge, hostile=served.hostile))
        (tmp_path / f"{name}.html").write_bytes(answer.content)
    report = tmp_path / "report.json"  # what goes to a pipe is cut off at the end of the process
    command = ["node", VALIDATE, "--config", NODE / "htmlvalidate.json", "--formatter", f"json={report}", tmp_path]
    ran = subprocess.run(command, capture_output=True, check=False, cwd=NODE, timeout=120)
    found = [
        f"{Path(page['filePath']).stem}:{one['line']}: {one['ruleId']}: {one['message']}"
        for page in json.loads(report.read_text(encoding="utf-8"))
        for one in page["messages"]
    ]
    assert (found, ran.returncode) == ([], 0)


@needs_node
def test_the_validator_sees_faults(tmp_path: Path) -> None:
    """A page that is wrong is told as wrong: so that nothing found means nothing there."""
    (tmp_path / "bad.html").write_text("<!DOCTYPE html><html><head><title>x</title></head><body><p><div></p></body>")
    command = ["node", VALIDATE, "--config", NODE / "htmlvalidate.json", tmp_path]
    assert subprocess.run(command, capture_output=True, check=False, cwd=NODE, timeout=120).returncode == 1
