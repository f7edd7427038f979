"""What is kept in a data folder, for commands that only read it: where nothing is, nothing is made."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from levelhip.bootstrap import Services


@contextmanager
def kept_services(data_dir: Path | None) -> Iterator[Services]:
    """The services over what is there. Raises ValueError, one line, where nothing is or it cannot be read."""
    from levelhip.bootstrap import open_services
    from levelhip.ports import StoreError
    from levelhip.settings import Settings, usual_data_dir
    from levelhip.web.language import language

    settings = Settings(data_dir or usual_data_dir())
    if settings.data_dir.exists() and not settings.data_dir.is_dir():
        raise ValueError(f"{settings.data_dir}: is not a folder; choose another --data-dir")
    if not settings.database.is_file():
        raise ValueError(f"{settings.data_dir}: nothing is kept there yet")
    try:
        services = open_services(settings, lambda code: language(code).messages)
        try:
            yield services
        finally:
            services.store.close()
    except StoreError as error:
        raise ValueError(error.line) from None
