"""How a phone comes in: what this computer's screen shows, the code that is typed, the authority that is trusted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Depends, Request, Response
from starlette.datastructures import FormData

from levelhip.bootstrap import Services
from levelhip.web.pairing import cookie_for
from levelhip.web.reading import form_of, reader_of, see, text_of

if TYPE_CHECKING:  # cryptography is imported only where the network is open
    from levelhip.web.local_authority import LocalAuthority
    from levelhip.web.pairing import PairingDesk


@dataclass(frozen=True, slots=True)
class Doors:
    """What there is to come in by: addresses over HTTPS and plain, who gives out codes, who vouches."""

    secure_urls: tuple[str, ...]
    plain_urls: tuple[str, ...]
    desk: PairingDesk
    authority: LocalAuthority


def phone_router(services: Services, doors: Doors | None) -> APIRouter:
    """For this computer's own screen: the code, and where the phone finds it. None: the network is not open."""
    router = APIRouter()

    @router.get("/phone", include_in_schema=False)
    def phone(request: Request) -> Response:
        reader = reader_of(request, services)
        if doors is None:
            return reader.page("phone_closed.html", page="settings")
        return reader.page(
            "phone.html",
            page="settings",
            plain_url=doors.plain_urls[0],
            picture=qr_svg(doors.plain_urls[0]),
            others=doors.plain_urls[1:],
            code=spaced(doors.desk.code()),
            fingerprint=doors.authority.fingerprint(),
            devices=doors.desk.devices,
        )

    @router.post("/phone/forget", include_in_schema=False)
    def forget() -> Response:
        if doors is not None:
            doors.desk.forget_all()
        return see("/phone")

    return router


def door_router(services: Services, doors: Doors) -> APIRouter:
    """For the phone, before it is let in: whom to trust, and where to type the code."""
    router = APIRouter()

    @router.get("/trust", include_in_schema=False)
    def trust(request: Request) -> Response:
        fingerprint = doors.authority.fingerprint()
        return reader_of(request, services).page(
            "trust.html", secure_url=secure_url(doors, request), fingerprint=fingerprint
        )

    @router.get("/authority.crt", include_in_schema=False)
    def authority() -> Response:
        named = {"Content-Disposition": 'attachment; filename="levelhip-authority.crt"'}
        return Response(doors.authority.profile(), media_type="application/x-x509-ca-cert", headers=named)

    @router.get("/pair", include_in_schema=False)
    def ask(request: Request) -> Response:
        after = inside(request.query_params.get("next"))
        return reader_of(request, services).page("pair.html", wrong=False, after=after)

    @router.post("/pair", include_in_schema=False)
    def pair(request: Request, form: Annotated[FormData, Depends(form_of)]) -> Response:
        after = inside(text_of(form, "next"))
        token = doors.desk.pair(text_of(form, "code"), request.headers.get("user-agent", ""))
        if token is None:
            return reader_of(request, services).page("pair.html", status=403, wrong=True, after=after)
        response = see(after)
        response.headers.append("set-cookie", cookie_for(token))
        return response

    return router


def inside(address: str | None) -> str:
    """Where to go after pairing: a page of ours, never somewhere else."""
    safe = address is not None and address.startswith("/") and not address.startswith("//") and "\\" not in address
    return address if safe and address else "/"


def secure_url(doors: Doors, request: Request) -> str:
    """The HTTPS address on the same network as the one that was asked."""
    asked = request.url.hostname or ""
    return next((url for url in doors.secure_urls if asked and f"//{asked}:" in url), doors.secure_urls[0])


def spaced(code: str) -> str:
    """Six digits as they are read aloud: three and three."""
    return f"{code[:3]} {code[3:]}"


def qr_svg(url: str) -> str:
    """The address as a QR code: an SVG picture to be put into the page (no styles, as the content policy wants)."""
    import segno  # noqa: PLC0415 - only where the network is open

    code = segno.make(url, error="m", micro=False)
    return code.svg_inline(border=3, dark="#000", light="#fff", omitsize=True, svgclass="qr", lineclass=None)
