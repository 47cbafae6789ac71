"""`python -m khobao`: the same command."""

from khobao.cli import main

main()
