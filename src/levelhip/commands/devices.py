"""Which load cells are near: `levelhip devices`."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from levelhip.sensors.finding import Found


def devices(
    json_: Annotated[bool, typer.Option("--json", help="Print JSON for programs instead of lines.")] = False,
) -> None:
    """List the load cells that are near, over Bluetooth: Tindeq Progressor and its kin, WH-C06 scales."""
    near = asyncio.run(_near())
    if json_:
        print(json.dumps([_told(found, mv) for found, mv in near], indent=1))
    else:
        for found, mv in near:
            battery = "battery not told" if mv is None else f"battery {mv / 1000:.2f} V"
            print(f"{found.name}  {found.address}  {found.kind}, {battery}, {found.strength_dbm} dBm")
    if not near:
        if not json_:
            print("No load cell is near. Switch it on, bring it here, and close other apps that use it.")
        raise typer.Exit(1)


async def _near() -> list[tuple[Found, int | None]]:
    from levelhip.sensors.finding import battery_mv, find
    from levelhip.sensors.radio import Radio

    radio = Radio()
    return [(found, await battery_mv(found, radio)) for found in await find(radio)]


def _told(found: Found, mv: int | None) -> dict[str, object]:
    return {
        "name": found.name,
        "address": found.address,
        "kind": found.kind,
        "battery_mv": mv,
        "strength_dbm": found.strength_dbm,
    }
