"""What goes wrong, as an answer: short JSON for programs, a plain page for people, never what is inside."""

from __future__ import annotations

import html
from typing import Any, Final

from fastapi.responses import HTMLResponse, JSONResponse, Response

from levelhip.ports import StoreError

BROKEN: Final = "Something went wrong here. Nothing that was kept is lost; the window Levelhip runs in says more."
STORE_STATUS: Final = {"full": 507, "read_only": 507, "busy": 503, "damaged": 500, "newer": 500, "unusable": 500}

FOR_PROGRAMS: Final = ("/api/", "/engine/", "/static/")
"""Where programs ask, not people."""

_PAGE: Final = """\
<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><title>Levelhip</title></head>
<body><main><h1>{heading}</h1><p>{line}</p><p><a href="/">Levelhip</a></p></main></body>
</html>
"""
_HEADINGS: Final = {404: "There is nothing here", 403: "Not now", 413: "Too large"}


def refusal(path: str, status: int, line: str, **more: Any) -> Response:  # noqa: ANN401 - what JSON can say
    """The answer to a request that cannot be done, in the form its path wants."""
    if path.startswith(FOR_PROGRAMS):
        return JSONResponse({"error": line, **more}, status_code=status)
    heading = _HEADINGS.get(status, "That did not work")
    return HTMLResponse(_PAGE.format(heading=html.escape(heading), line=html.escape(line)), status_code=status)


def store_refusal(path: str, error: StoreError) -> Response:
    """The answer where nothing could be kept."""
    response = refusal(path, STORE_STATUS[error.reason], error.line, reason=error.reason)
    if error.reason == "busy":
        response.headers["Retry-After"] = "1"
    return response
