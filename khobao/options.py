"""What the commands share: their options, their kinds of values, and how an error is shown."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

import click

from pipeline.config import Home
from pipeline.errors import KhobaoError

as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON for a script instead.")
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


class Delay(click.ParamType[float]):
    """Seconds between two requests."""

    name = "SECONDS"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """Read it. Fails where a site's file would be refused for it."""
        from pipeline.config import MAX_DELAY

        try:
            seconds = float(value)
        except ValueError:
            seconds = -1.0
        return seconds if 0 <= seconds <= MAX_DELAY else self.fail(f"{value!r}; 0 to {MAX_DELAY} is wanted", param, ctx)


class WebAddress(click.ParamType[str]):
    """The address of a page."""

    name = "URL"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Read it. Fails where it is none."""
        text = str(value)
        return text if re.match(r"https?://[^\s/]", text) else self.fail(f"{text!r}; https://... is wanted", param, ctx)


class Day(click.ParamType[date]):
    """A day: 2026-11-23 or 23/11/2026."""

    name = "DAY"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Read it. Fails with the forms that are taken."""
        for form in ("%Y-%m-%d", "%d/%m/%Y"):
            try:
                return datetime.strptime(str(value), form).date()  # noqa: DTZ007  a day has no zone
            except ValueError:
                continue
        return self.fail(f"{value!r} is no day; 2026-11-23 or 23/11/2026 is wanted", param, ctx)


class ProvinceName(click.ParamType[Any]):
    """A province of the 63 before 2025-07-01 or of the 34 since: before-06, since-19."""

    name = "PROVINCE"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Read it. Fails with the forms that are taken."""
        from pipeline.search import Province

        message = f"{value!r} is no province; before-06 (Bắc Kạn until 2025-06-30) or since-19 (Thái Nguyên) is wanted"
        return Province.parse(str(value)) or self.fail(message, param, ctx)
