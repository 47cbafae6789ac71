from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pipeline.config import Home
from pipeline.ingest.intake import open_intake
from pipeline.ingest.recovery import recover
from tests.support.captures import long_text, page, write_warc

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make an archive of three articles; one has a title that a spreadsheet would run."""
    made = Home(tmp_path_factory.mktemp("home"))
    made.prepare()
    made.site_path("bao.example").write_text('name = "Báo Ví Dụ"', encoding="utf-8")
    write_warc(
        made.warc,
        page("/duong.html", 0, "Sửa đường vào bản", long_text("Đất ở Thái Nguyên được cấp sổ")),
        page("/cong.html", 1, "=1+1 bằng mấy", long_text("hai")),
        page("/cau.html", 2, "Khánh thành cầu mới", long_text("ba")),
    )
    with open_intake(made) as intake:
        recover(intake)
    return made.folder
