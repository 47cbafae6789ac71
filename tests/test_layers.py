"""The import rules of scheduler.py and the commands; import-linter holds those of the packages."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
LIBRARIES_OF_CRAWLERS = {"scrapy", "twisted", "feedparser", "protego"}
LIBRARIES_OF_BROWSE = {"datasette", "uvicorn"}
LIBRARIES_OF_PIPELINE = {"trafilatura", "warcio", "lxml", "courlan"}


def imported(module: str, *, at_top: bool = False) -> set[str]:
    """Return the names of the modules a file imports, anywhere in it or only when it is imported itself."""
    tree = ast.parse((ROOT / module).read_text(encoding="utf-8"))
    nodes = tree.body if at_top else list(ast.walk(tree))
    names: set[str] = set()
    for node in nodes:
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names |= {node.module or ""} | {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def roots(names: set[str]) -> set[str]:
    """Return the packages that modules are in."""
    return {name.partition(".")[0] for name in names}


SHARED = {"__init__", "__main__", "cli", "options", "output", "page", "progress"}  # of khobao/: these are no commands
COMMANDS = sorted(f"khobao/{path.name}" for path in (ROOT / "khobao").glob("*.py") if path.stem not in SHARED)


@pytest.mark.parametrize("module", [*COMMANDS, "scheduler.py"])
def test_thin_modules_leave_libraries_to_the_packages(module: str) -> None:
    """Thin: they call crawlers/, pipeline/ and (as a child or to serve) browse/; no library of theirs is imported."""
    used = roots(imported(module))
    assert not used & (LIBRARIES_OF_CRAWLERS | LIBRARIES_OF_BROWSE | LIBRARIES_OF_PIPELINE)
    assert used & {"crawlers", "pipeline"}


def test_the_daemon_does_not_import_browse() -> None:
    """Datasette is a child process of the daemon, never a part of it."""
    assert "browse" not in roots(imported("scheduler.py"))
    assert "khobao" not in roots(imported("scheduler.py"))


def test_only_the_daemon_knows_its_scheduler() -> None:
    """APScheduler is imported by scheduler.py, and scheduler.py by the command alone."""
    users = {
        path.relative_to(ROOT).as_posix(): roots(imported(path.relative_to(ROOT).as_posix()))
        for folder in ("crawlers", "pipeline", "browse", "khobao", ".")
        for path in (ROOT / folder).glob("**/*.py" if folder != "." else "*.py")
    }
    assert {name for name, used in users.items() if "apscheduler" in used} == {"scheduler.py"}
    assert {name for name, used in users.items() if "scheduler" in used} == {"khobao/run.py"}
    assert all(name.startswith("khobao/") for name, used in users.items() if "khobao" in used)


def test_only_crawlers_import_scrapy() -> None:
    """And the pipeline no server, scheduler or crawler."""
    for folder, forbidden in {
        "pipeline": {"scrapy", "twisted", "apscheduler", "datasette", "uvicorn", "crawlers", "browse"},
        "browse": {"scrapy", "twisted", "apscheduler", "crawlers"},
        "crawlers": {"apscheduler", "datasette", "browse"},
    }.items():
        for path in (ROOT / folder).rglob("*.py"):
            found = roots(imported(path.relative_to(ROOT).as_posix())) & forbidden
            assert not found, f"{path.relative_to(ROOT)} imports {found}"
    files = [path.relative_to(ROOT).as_posix() for path in (ROOT / "crawlers").rglob("*.py")]
    listening = [path for path in files if "uvicorn" in imported(path)]
    assert listening == ["crawlers/websub.py"]  # hubs call; nothing else of the crawlers serves


@pytest.mark.parametrize("module", [*(f"khobao/{name}.py" for name in sorted(SHARED)), *COMMANDS])
def test_the_command_imports_late(module: str) -> None:
    """At its top it names the standard library, click, and what is light in the pipeline."""
    ours = {name for name in imported(module, at_top=True) if name.startswith(("crawlers", "pipeline", "browse"))}
    assert all(name.startswith(("pipeline.errors", "pipeline.config")) or name == "pipeline" for name in ours)


@pytest.mark.parametrize(
    "module",
    ["pipeline.ingest.ingest", "pipeline.ingest.intake", "pipeline.maintenance.export", "pipeline.search.search"],
)
def test_the_pipeline_loads_no_crawler(module: str) -> None:
    """Imported on its own a part of the pipeline brings neither Scrapy nor Datasette, nor trafilatura along.

    (structlog looks for Twisted by itself.)
    """
    code = f"import sys, {module}; print(*sorted({{name.partition('.')[0] for name in sys.modules}}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    loaded = set(done.stdout.split())
    assert not loaded & {"scrapy", "datasette", "trafilatura", "apscheduler", "crawlers", "browse"}
