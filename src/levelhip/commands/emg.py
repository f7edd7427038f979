"""When a muscle is on, and how much: `levelhip emg FILE`."""

from __future__ import annotations

import json
import math
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, Literal

import typer

from levelhip.commands.options import JsonOption

if TYPE_CHECKING:
    from levelhip.ports import ReadOptions
    from levelhip.services.emg import Channels
    from levelhip.signals_lab.emg_live import LiveBursts

NOTHING_FOUND: Final = 1


FileArgument = Annotated[
    Path | None, typer.Argument(metavar="[FILE]", help="CSV, Parquet, EDF, BDF, C3D, XDF or OpenSignals text.")
]
MuscleOption = Annotated[
    str | None, typer.Option("--muscle", metavar="NAME", help="Of emg_NAME_uv (gmed, else the first).")
]
MvicOption = Annotated[
    str | None,
    typer.Option("--mvic", metavar="FILE|UV", help="A recording of maximal contractions, or their RMS in uV."),
]
MuscleColumnOption = Annotated[
    list[str] | None,
    typer.Option("--column", metavar="OURS=THEIRS[:UNIT]", help="Where a column is found: emg_gmed_uv=ME:mV"),
]
MuscleColumnsOption = Annotated[
    str | None,
    typer.Option("--columns", metavar="A,B,C", help="Names for a file without a header: t_s,emg_gmed_uv"),
]
ReportOption = Annotated[
    Path | None, typer.Option("--report", metavar="FILE.html", help="Write a report, one self-contained page.")
]
LiveOption = Annotated[
    Literal["lsl", "brainflow"] | None,
    typer.Option("--live", help="Listen instead of reading a file. Needs levelhip[emg-live]."),
]
StreamOption = Annotated[
    str | None,
    typer.Option("--stream", metavar="NAME", help="LSL stream (of type EMG), or BrainFlow board[@port] (synthetic)."),
]
ChannelOption = Annotated[
    str | None, typer.Option("--channel", metavar="NAME|N", help="Of the stream (gmed, else the first).")
]
SecondsOption = Annotated[
    float | None, typer.Option("--seconds", metavar="S", min=0.1, help="Stop listening after so long (Ctrl-C).")
]


def emg(
    file: FileArgument = None,
    muscle: MuscleOption = None,
    mvic: MvicOption = None,
    column: MuscleColumnOption = None,
    columns: MuscleColumnsOption = None,
    json_: JsonOption = False,
    report: ReportOption = None,
    live: LiveOption = None,
    stream: StreamOption = None,
    channel: ChannelOption = None,
    seconds: SecondsOption = None,
) -> None:
    r"""Read a muscle signal: first whether it is good, then when the muscle was on, and how much. Needs levelhip[emg].

    \b
    levelhip emg press.csv
    levelhip emg walking.csv.gz --column emg_gmed_uv=ME --column emg_tfl_uv=FL --report report.html
    levelhip emg press.edf --muscle gmed --mvic strongest.edf
    levelhip emg --live lsl
    levelhip emg --live brainflow --stream cyton@COM3 --channel 2
    """
    if (file is None) == (live is None):
        raise ValueError("name one file, or --live lsl or brainflow")
    if live is not None:
        _listen(live, stream, channel, seconds)
        return
    if file is not None:
        _read(file, muscle, mvic, read_columns(column, columns), report, as_json=json_)


def read_columns(column: list[str] | None, columns: str | None) -> ReadOptions:
    """The options with which a file of muscles is read."""
    from levelhip.commands.reading_options import read_options

    return read_options(column, columns, muscles=True)


def _read(
    file: Path, muscle: str | None, mvic: str | None, options: ReadOptions, report: Path | None, *, as_json: bool
) -> None:
    from levelhip.reports.emg_text import print_emg
    from levelhip.services.emg import choose_muscle, read_emg

    if report is not None and report.exists() and file.exists() and report.samefile(file):
        raise ValueError(f"{report}: that is the recording itself; give the report another name")
    channels = _channels(file, options)
    chosen = choose_muscle(channels, muscle)
    references, source = _references(mvic, chosen, options)
    reading = read_emg(channels, chosen, references, source)
    if report is not None:
        from levelhip.commands.measured import writing
        from levelhip.reports.emg_html import write_emg_html

        writing(report, lambda: write_emg_html(reading.record, reading.envelope, report))
    if as_json:
        print(json.dumps(reading.record, indent=1, ensure_ascii=False, allow_nan=False))
    else:
        print_emg(reading.record)
    if not reading.record["bursts"]:
        raise typer.Exit(NOTHING_FOUND)


def _listen(live: str, stream: str | None, channel: str | None, seconds: float | None) -> None:
    """Print each burst as it begins and ends. Exit 1 where there was none."""
    from levelhip.extras import needs_extra
    from levelhip.sensors.brainflow_board import BrainFlowMuscle
    from levelhip.sensors.lsl import LslMuscle

    with needs_extra("emg-live"):
        from levelhip.signals_lab.emg_live import READY_S, LiveBursts

    muscle = LslMuscle(stream, channel) if live == "lsl" else BrainFlowMuscle(stream, channel)
    try:
        bursts = LiveBursts(muscle.rate_hz)
        print(f"{muscle.name}, {muscle.rate_hz:g} Hz. Rest for {READY_S:g} s.", flush=True)
        end_s = math.inf if seconds is None else time.monotonic() + seconds
        count = _tell(bursts, muscle.read, end_s)
    finally:
        muscle.close()
    if not count:
        raise typer.Exit(NOTHING_FOUND)


def _tell(bursts: LiveBursts, read: Callable[[], Sequence[float]], end_s: float) -> int:
    """Print what happens until `end_s` of the monotonic clock, and return how many bursts began."""
    began_s, ready, count = 0.0, False, 0
    while time.monotonic() < end_s:
        for event in bursts.receive(read()):
            if event.kind == "on":
                began_s, count = event.t_s, count + 1
                print(f"{event.t_s:8.2f} s  on", flush=True)
            else:
                print(f"{event.t_s:8.2f} s  off after {event.t_s - began_s:.2f} s, {event.rms_uv:.1f} µV", flush=True)
        if bursts.is_ready and not ready:
            ready = True
            print("Ready.", flush=True)
    return count


def _channels(file: Path, options: ReadOptions) -> Channels:
    from levelhip.recordings import open_recording
    from levelhip.services.emg import must_be_installed, read_channels

    must_be_installed()  # that is said before a file is opened
    return read_channels(open_recording(file, options))


def _references(mvic: str | None, muscle: str, options: ReadOptions) -> tuple[dict[str, float], str]:
    """What %MVIC is a share of, by muscle (uV), and the name of the file it comes from."""
    from levelhip.services.emg import references_of

    if mvic is None:
        return {}, ""
    try:
        told = float(mvic)
    except ValueError:
        channels = _channels(Path(mvic), options)
        return references_of(channels, muscle), channels.source
    if not (math.isfinite(told) and told > 0):
        raise ValueError(f"--mvic {mvic}: write a file, or a number of microvolts above 0")
    return {muscle: told}, ""
