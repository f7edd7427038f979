"""The simulated patient: `levelhip demo` shows a session measured, `levelhip simulate` records with every sensor."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from levelhip.commands.prescribing import DEFAULT_EXERCISE


def demo(
    out: Annotated[Path, typer.Option("--out", metavar="FOLDER", help="Where the files go.")] = Path("levelhip-demo"),
    seed: Annotated[int, typer.Option("--seed", help="Another patient, another session.")] = 1,
) -> None:
    """A simulated patient does today's session: it is measured, shown, and reported. No questions, no network."""
    from levelhip.commands.measured import show, write_report
    from levelhip.commands.prescribing import prescription_of
    from levelhip.commands.waiting import status
    from levelhip.recordings import write_csv
    from levelhip.services.demonstrate import DEMO_FAULTS, SimulationRequest, measure_simulated, simulate, write_session

    session = simulate(SimulationRequest(seed=seed, faults=DEMO_FAULTS))
    with status("a simulated patient does today's session") as tell:
        kinds = ("force", "camera", "shin")
        files = write_session(session, out, kinds, write_csv, suffix=".csv", name="session", progress=tell)
        measured = measure_simulated(session, "force", prescription_of(DEFAULT_EXERCISE), files[0].name)
    write_report(measured, out / "report.html")
    show(measured, as_json=False)
    print(f"\nWritten to {out}: report.html, {', '.join(file.name for file in files)}")
    print(f"Next: levelhip analyze {files[0]}")


def simulate(
    out: Annotated[Path, typer.Argument(metavar="FOLDER", help="Where the files go.")],
    seed: Annotated[int, typer.Option("--seed", help="The same seed gives the same session.")] = 1,
    population: Annotated[str, typer.Option("--population", help="everyday, frail or athletic.")] = "everyday",
    kind: Annotated[
        list[str] | None, typer.Option("--kind", help="Sensor to record: force, strand, camera, shin, ... (all)")
    ] = None,
    fault: Annotated[
        list[str] | None,
        typer.Option("--fault", metavar="KIND:SIDE:NUMBER", help="What goes wrong: early_release:right:3 (drawn)"),
    ] = None,
    no_faults: Annotated[bool, typer.Option("--no-faults", help="Nothing goes wrong.")] = False,
    parquet: Annotated[bool, typer.Option("--parquet", help="Write Parquet instead of CSV.")] = False,
) -> None:
    r"""Record a virtual patient with every sensor, together with the truth.

    \b
    levelhip simulate recordings --seed 7
    levelhip simulate recordings --kind camera --fault broken:right:2 --fault partial_lift:left:5
    """
    from levelhip import simulation
    from levelhip.commands.waiting import status
    from levelhip.recordings import write_csv, write_parquet
    from levelhip.services import demonstrate as service

    faults = tuple(service.parse_fault(text) for text in fault or [])
    wanted = faults if faults or no_faults else None
    with status("recording") as tell:
        files = service.write_session(
            service.simulate(service.SimulationRequest(seed, population, wanted)),
            out,
            kind or simulation.RECORDING_KINDS,
            write_parquet if parquet else write_csv,
            suffix=".parquet" if parquet else ".csv",
            name=f"session{seed}",
            progress=tell,
        )
    for file in files:
        print(file)
