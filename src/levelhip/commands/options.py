"""Options that several commands have: the same name, the same words."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

SideOption = Annotated[
    Literal["left", "right"] | None, typer.Option("--side", help="Which leg, where the file has no side column.")
]
ColumnOption = Annotated[
    list[str] | None,
    typer.Option("--column", metavar="OURS=THEIRS[:UNIT]", help="Where a column is found: force_n=Weight:kg"),
]
ColumnsOption = Annotated[
    str | None,
    typer.Option("--columns", metavar="A,B,C", help="Names for a file without a header: t_s,ax_g,ay_g,az_g"),
]
FrameOption = Annotated[
    str | None, typer.Option("--frame", metavar="WxH", help="Picture size of landmarks given as fractions.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON object for programs instead of text.")]
DataDirOption = Annotated[
    Path | None, typer.Option("--data-dir", metavar="DIR", help="Where everything is kept (LEVELHIP_DATA_DIR).")
]
