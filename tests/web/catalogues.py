"""The catalogues: what there is to translate, read off the sources. `python -m tests.web.catalogues` renews them.

Needs Babel. The compiled `.mo` files are made when the package is built; here they are made anew where they are older.
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from levelhip.web.language import language as language_of
from levelhip.web.rendering import environment

PACKAGE: Final = Path(__file__).parents[2] / "src" / "levelhip"
LOCALE: Final = PACKAGE / "locale"
TEMPLATE: Final = LOCALE / "levelhip.pot"
TRANSLATED: Final = ("es",)
KEYWORDS: Final = {"_": None, "gettext": None, "ngettext": (1, 2), "N_": None, "count": (1, 2)}
"""Functions whose texts are messages."""
WIDTH: Final = 118


def po_file(language: str) -> Path:
    """The catalogue of a language."""
    return LOCALE / language / "LC_MESSAGES" / "levelhip.po"


def mo_file(language: str) -> Path:
    """The same, compiled."""
    return po_file(language).with_suffix(".mo")


def extracted() -> Catalog:
    """Every message of the sources, in the order of their files."""
    with (LOCALE / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)  # type: ignore[no-untyped-call] # Babel has no types for it
    found = Catalog(project="Levelhip", copyright_holder="The Levelhip authors", fuzzy=False)
    for filename, _, message, comments, context in extract_from_dir(PACKAGE, methods, options, KEYWORDS):
        found.add(message, None, [(f"src/levelhip/{filename}", 0)], auto_comments=comments, context=context)
    return found


def kept(path: Path) -> Catalog:
    """A catalogue as it is in its file."""
    with path.open("rb") as file:
        return read_po(file)


def messages(catalogue: Catalog) -> dict[object, Message]:
    """Its messages by their English ones."""
    return {message.id: message for message in catalogue if message.id}


def compile_all() -> None:
    """Make each compiled catalogue that is missing or older than its source, and let nobody remember the old one."""
    for code in TRANSLATED:
        source, compiled = po_file(code), mo_file(code)
        if not compiled.is_file() or compiled.stat().st_mtime < source.stat().st_mtime:
            content = BytesIO()
            write_mo(content, kept(source))
            compiled.write_bytes(content.getvalue())
            language_of.cache_clear()
            environment.cache_clear()


def renew() -> None:
    """Write the template anew, and bring the catalogues up to it: what is new there is empty, what is gone is gone."""
    template = extracted()
    _write(TEMPLATE, template)
    for language in TRANSLATED:
        path = po_file(language)
        catalogue = kept(path) if path.is_file() else Catalog(locale=language, project="Levelhip", fuzzy=False)
        catalogue.update(template, no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        _write(path, catalogue)
        missing = [message.id for message in catalogue if message.id and not message.string]
        print(f"{path}: {len(missing)} of {len(catalogue)} to translate")
    compile_all()


def _write(path: Path, catalogue: Catalog) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    content = BytesIO()
    write_po(content, catalogue, width=WIDTH, omit_header=False, sort_by_file=True, include_lineno=False)
    dated = (
        "POT-Creation-Date",
        "PO-Revision-Date",
        "Last-Translator",
        "Language-Team",
        "Report-Msgid-Bugs-To",
        "Generated-By",
    )
    lines = content.getvalue().decode().splitlines()
    path.write_text(
        "\n".join(line for line in lines if not line.startswith(tuple(f'"{key}' for key in dated))) + "\n", "utf-8"
    )


if __name__ == "__main__":
    renew()
