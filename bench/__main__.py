"""All benchmarks, or the named ones, in one table: `python -m bench [per_sample | memory | peers | history ...]`."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from importlib import import_module
from typing import Final, cast

from bench.table import Figure, lines

NAMES: Final = ("per_sample", "memory", "peers", "emg", "startup", "history", "browser")


def main() -> None:
    """Run what is asked for and print it."""
    parser = argparse.ArgumentParser(prog="python -m bench", description="Speed and size; see docs/benchmarks.md.")
    parser.add_argument("names", nargs="*", metavar="name", help=f"one or more of: {', '.join(NAMES)} (default: all)")
    parser.add_argument("--json", action="store_true", help="print JSON instead of the table")
    asked = parser.parse_args()
    names = list(dict.fromkeys(asked.names)) or list(NAMES)
    if unknown := [name for name in names if name not in NAMES]:
        parser.error(f"no benchmark is called {', '.join(unknown)}; there are: {', '.join(NAMES)}")
    results = {}
    for name in names:
        print(f"{name} ...", file=sys.stderr, flush=True)
        results[name] = figures_of(name)
    if asked.json:
        print(json.dumps({name: [figure.as_dict() for figure in found] for name, found in results.items()}, indent=1))
    else:
        print("\n".join(lines(results)))


def figures_of(name: str) -> list[Figure]:
    # Imported only now: what one benchmark brings with it (NumPy) is no part of another.
    figures = cast("Callable[[], list[Figure]]", import_module(f"bench.{name}").figures)
    return figures()


if __name__ == "__main__":
    main()
