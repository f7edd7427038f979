"""Templates into pages: one environment a language, everything escaped, nothing undefined."""

from __future__ import annotations

from functools import cache

import jinja2
from fastapi.responses import HTMLResponse

from levelhip import __version__
from levelhip.web.language import LANGUAGES, Language, language
from levelhip.web.static_files import BuiltFiles, built_folder


@cache
def built_files() -> BuiltFiles:
    """What the front end's build made, as it was when the first page was asked for."""
    return BuiltFiles(built_folder())


@cache
def environment(code: str) -> jinja2.Environment:
    """The templates in one language."""
    made = jinja2.Environment(
        loader=jinja2.PackageLoader("levelhip.web", "templates"),
        extensions=["jinja2.ext.i18n"],
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.policies["ext.i18n.trimmed"] = True
    chosen = language(code)
    made.install_gettext_translations(chosen.catalogue, newstyle=True)  # type: ignore[attr-defined] # by the extension
    made.globals.update(
        built=built_files().url,
        say=chosen.say,
        language=chosen.code,
        languages=LANGUAGES,
        version=__version__,
        page=None,
    )
    return made


def render(template: str, chosen: Language, *, status: int = 200, **context: object) -> HTMLResponse:
    """A page. Its words are the reader's own, so it is never kept by anybody in between."""
    body = environment(chosen.code).get_template(template).render(**context)
    return HTMLResponse(body, status_code=status, headers={"Cache-Control": "no-store", "Vary": "Accept-Language"})
