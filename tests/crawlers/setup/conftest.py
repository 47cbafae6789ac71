from collections.abc import Iterator

import pytest

from demo.press import Press
from demo.server import serve
from tests.support.small_server import Server, serve_pages


@pytest.fixture(scope="module")
def press() -> Press:
    """Print a press of five sites."""
    return Press(articles=40)


@pytest.fixture(scope="module")
def addresses(press: Press) -> Iterator[dict[str, str]]:
    """Serve the press while the module's tests run."""
    with serve(press) as served:
        yield served


@pytest.fixture
def server() -> Iterator[Server]:
    """Serve a small site on loopback while a test runs."""
    with serve_pages() as server:
        yield server
