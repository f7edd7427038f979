"""Look after the installation: `levelhip doctor`."""

from __future__ import annotations

import json
from typing import Final

import typer

from levelhip.commands.options import JsonOption

NOTHING_FOUND: Final = 1


def doctor(json_: JsonOption = False) -> None:
    """Look after the installation: what is there, what is missing, and whether the engine measures as it should."""
    from dataclasses import asdict

    from levelhip.services.doctor import examine

    findings = list(examine())
    if json_:
        print(json.dumps([asdict(finding) for finding in findings], indent=1))
    else:
        for finding in findings:
            print(f"{finding.state:8} {finding.what}: {finding.said}")
    if any(finding.state != "ok" for finding in findings):
        raise typer.Exit(NOTHING_FOUND)
