from __future__ import annotations

from datetime import date

import click
import pytest
from click.testing import CliRunner, Result

from khobao.options import Delay, WebAddress, day_option


@click.command()
@day_option("--since", "A day.")
@click.option("--delay", type=Delay())
@click.option("--url", type=WebAddress())
def echo(since: date | None, delay: float | None, url: str | None) -> None:
    """Print what the options came to."""
    click.echo(repr((since, delay, url)))


def given(*words: str) -> Result:
    """Run the command of this module."""
    return CliRunner().invoke(echo, list(words))


@pytest.mark.parametrize("day", ["2026-11-23", "23/11/2026"])
def test_a_day_in_two_forms(day: str) -> None:
    """As ISO has it and as Vietnam writes it; a date without a time."""
    assert given("--since", day).output == repr((date(2026, 11, 23), None, None)) + "\n"


@pytest.mark.parametrize("day", ["hôm qua", "2026-02-30", "11/23/2026", ""])
def test_what_is_no_day(day: str) -> None:
    """The message says how one is written."""
    result = given("--since", day)
    assert result.exit_code == 2
    assert f"{day!r} is no day; 2026-11-23 or 23/11/2026 is wanted" in result.stderr


@pytest.mark.parametrize(("words", "seconds"), [("0", 0.0), ("1.5", 1.5), ("86400", 86400.0)])
def test_a_delay_in_seconds(words: str, seconds: float) -> None:
    """From none to a day."""
    assert given("--delay", words).output == repr((None, seconds, None)) + "\n"


@pytest.mark.parametrize("delay", ["nan", "inf", "-1", "86401", "fast", ""])
def test_what_is_no_delay(delay: str) -> None:
    """Exit status 2, with the option's name."""
    result = given("--delay", delay)
    assert result.exit_code == 2
    assert "'--delay'" in result.stderr


@pytest.mark.parametrize("url", ["bao.example/x", "ftp://bao.example/", "https:///x", "javascript:alert(1)"])
def test_what_is_no_web_address(url: str) -> None:
    """The message says how one begins."""
    result = given("--url", url)
    assert result.exit_code == 2
    assert "https://... is wanted" in result.stderr


def test_options_that_were_left_out() -> None:
    """They are None."""
    assert given().output == repr((None, None, None)) + "\n"
