"""Open the coach in the browser: `levelhip serve`, or `levelhip` alone."""

from __future__ import annotations

from typing import Annotated

import typer

from levelhip.commands.options import DataDirOption


def serve(
    host: Annotated[str, typer.Option("--host", metavar="NAME", help="127.0.0.1, ::1 or localhost.")] = "127.0.0.1",
    port: Annotated[
        int | None, typer.Option("--port", metavar="N", min=1, max=65535, help="8377, or one near it that is free.")
    ] = None,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Do not open the browser.")] = False,
    data_dir: DataDirOption = None,
    lan: Annotated[
        bool, typer.Option("--lan", help="Let a phone on the home network in, by HTTPS and a pairing code.")
    ] = False,
) -> None:
    r"""Open the coach in the browser: it speaks, watches and counts. The same as `levelhip` alone.

    Only this machine reaches it (unless --lan), and nothing leaves it. Everything is kept in one file of --data-dir.
    """
    import gc

    gc.disable()  # nothing to collect while it starts; it answers sooner
    from levelhip.settings import Settings, usual_data_dir
    from levelhip.web.serving import serve as run

    run(Settings(data_dir or usual_data_dir(), host=host, port=port, open_browser=not no_browser, lan=lan))
