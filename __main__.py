"""`python -m shoujian`."""

from .cli import main

main()
