"""What the commands share: their options, their kinds of values, and how an error is shown."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Any, TypeVar

import click

from pipeline.config import MAX_DELAY, Home
from pipeline.errors import KhobaoError

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

FC = TypeVar("FC", bound="Callable[..., Any]")

json_option = click.option("--json", "print_json", is_flag=True, help="Print JSON for a script instead.")
pass_home = click.make_pass_decorator(Home)
PORT = 8001


class Failure(click.ClickException):
    """An error of ours as click shows it, with its exit status."""

    def __init__(self, error: KhobaoError) -> None:
        super().__init__(str(error))
        self.__dict__["exit_code"] = error.exit_code


class Commands(click.Group):
    """Shows errors a person can mend as a message, never as a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command."""
        try:
            return super().invoke(ctx)
        except KhobaoError as error:
            raise Failure(error) from error
        except BrokenPipeError:
            raise  # click's: the reader of a pipe has seen enough
        except OSError as error:
            raise click.ClickException(f"{error.filename or 'here'}: {error.strerror or error}") from error


class Delay(click.FloatRange):
    """Seconds between two requests, as a site's file may hold them. NaN, which click finds in any range, is refused."""

    name = "SECONDS"

    def __init__(self) -> None:
        super().__init__(0, MAX_DELAY)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """Fails where a site's file would be refused for it."""
        seconds = super().convert(value, param, ctx)
        return self.fail(f"{value!r} is no length of time", param, ctx) if math.isnan(seconds) else seconds


class WebAddress(click.ParamType[str]):
    """The address of a page."""

    name = "URL"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Read it. Fails where it is none."""
        text = str(value)
        return text if re.match(r"https?://[^\s/]", text) else self.fail(f"{text!r}; https://... is wanted", param, ctx)


class Day(click.DateTime):
    """A day: 2026-11-23 or 23/11/2026."""

    def __init__(self) -> None:
        super().__init__(["%Y-%m-%d", "%d/%m/%Y"])

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """Fails with the forms that are taken, written as a reader writes them."""
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter:
            return self.fail(f"{value!r} is no day; 2026-11-23 or 23/11/2026 is wanted", param, ctx)


def day_option(name: str, description: str) -> Callable[[FC], FC]:
    """An option that gives a command a `date`, or None where it was left out."""
    return click.option(
        name, type=Day(), metavar="DAY", help=description, callback=lambda _, __, day: day.date() if day else None
    )


class ProvinceName(click.ParamType[Any]):
    """A province of the 63 before 2025-07-01 or of the 34 since: before-06, since-19."""

    name = "PROVINCE"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Read it. Fails with the forms that are taken."""
        from pipeline.provinces import Province

        message = f"{value!r} is no province; before-06 (Bắc Kạn until 2025-06-30) or since-19 (Thái Nguyên) is wanted"
        return Province.parse(str(value)) or self.fail(message, param, ctx)
