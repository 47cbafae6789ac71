"""khobao password: the line for khobao.toml."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from khobao.options import pass_home

if TYPE_CHECKING:
    from pipeline.config import Home


SHORTEST_PASSWORD = 8  # characters


@click.command()
@pass_home
def password_command(home: Home) -> None:
    """Make the line for khobao.toml that lets nobody read the pages without a password.

    Asks for it twice and shows it nowhere; a script writes it to stdin. Readers type it with any name, or none.

    \b
    Example: khobao password >> khobao.toml        then start khobao anew
    """  # noqa: D301
    from browse.security import hash_of

    if sys.stdin.isatty():
        chosen = click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
    else:
        chosen = sys.stdin.buffer.readline().decode(errors="replace").rstrip("\r\n")
    if "\ufffd" in chosen:
        raise click.ClickException("That is not UTF-8.")
    if len(chosen) < SHORTEST_PASSWORD:
        raise click.ClickException(f"That is short: {SHORTEST_PASSWORD} letters at least.")
    click.echo(f'password_hash = "{hash_of(chosen)}"')
    instead = " in the place of the one that stands there" if home.settings().password_hash else ""
    click.echo(f"It belongs into {home.folder / 'khobao.toml'}{instead}.", err=True)
