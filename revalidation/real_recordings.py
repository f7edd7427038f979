"""Score the engine on recordings of real people that others made and published: a row a figure.

    python -m revalidation.real_recordings
    python -m revalidation.real_recordings --json
    python -m revalidation.real_recordings --plots docs

Every file is opened and measured as `levelhip analyze` does. Exit 0: every row holds, or is known not to; 1: one does
not; 2: there are no recordings here (docs/validation.md tells where each comes from).
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from levelhip.testing.real_recordings import SKIP_REASON, recordings_folder
from revalidation.accelerations import bridge_rows, clam_rows
from revalidation.forces import grip_rows
from revalidation.markers import functional_hip_rows, uiprmd_rows
from revalidation.pictures import write_pictures
from revalidation.rendered import rendered_rows
from revalidation.rows import Row, as_table, failures


def media_folder(folder: Path) -> Path:
    """Where the rendered clips lie, beside the recordings."""
    return folder.parent / "media" / "rendered"


def all_rows(folder: Path) -> Iterator[Row]:
    """Everything there is to compare with."""
    yield from clam_rows(folder)
    yield from bridge_rows(folder)
    yield from functional_hip_rows(folder)
    yield from uiprmd_rows(folder)
    yield from grip_rows(folder)
    if media_folder(folder).is_dir():
        yield from rendered_rows(media_folder(folder))


def main() -> int:
    """Command line."""
    parser = argparse.ArgumentParser(
        prog="python -m revalidation.real_recordings",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--json", action="store_true", help="print the rows as JSON instead of a Markdown table")
    parser.add_argument("--plots", type=Path, metavar="FOLDER", help="also draw the pictures of docs/validation.md")
    options = parser.parse_args()
    folder = recordings_folder()
    if folder is None:
        print(SKIP_REASON, file=sys.stderr)
        return 2
    rows = list(all_rows(folder))
    if options.json:
        print(json.dumps([asdict(row) for row in rows], indent=1))
    else:
        print(as_table(rows))
    if options.plots is not None:
        for path in write_pictures(folder, options.plots):
            print(path, file=sys.stderr)
    wrong = failures(rows)
    for line in wrong:
        print(f"does not hold: {line}", file=sys.stderr)
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
