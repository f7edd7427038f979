"""Bodies and parameters of the API: read strictly, refused in one line."""

from __future__ import annotations

from typing import Annotated, Any, Final

from fastapi import Depends, HTTPException, Path, Query, Request

from levelhip.ports import Json
from levelhip.services.session_config import ConfigError, read_id
from levelhip.services.zones import zone_of
from levelhip.web import strict_json

BAD: Final = 422


async def _object(request: Request) -> Json:
    body = await request.body()
    try:
        return strict_json.parse_object(body)
    except ValueError as error:
        raise HTTPException(400, str(error)) from None


def described(**properties: Json) -> Json:
    """The body of an operation, for the API's description of itself."""
    schema: Json = {"type": "object", "properties": properties}
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": schema}}}}


def object_in(body: Json, key: str) -> Json:
    """The object under `key`. Raises HTTPException where it is something else."""
    value = body.get(key)
    if not isinstance(value, dict):
        raise HTTPException(BAD, f"{key}: a JSON object is wanted")
    return value


def objects_in(body: Json, key: str, most: int) -> list[Json]:
    """The list of objects under `key`. Raises HTTPException where it is something else."""
    value = body.get(key)
    if not isinstance(value, list) or len(value) > most or not all(isinstance(each, dict) for each in value):
        raise HTTPException(BAD, f"{key}: a list of at most {most} JSON objects is wanted")
    return value


def whole_in(body: Json, key: str) -> int:
    """The whole number under `key`. Raises HTTPException where it is something else."""
    value = body.get(key)
    if not isinstance(value, int) or isinstance(value, bool):
        raise HTTPException(BAD, f"{key}: a whole number is wanted")
    return value


def text_in(body: Json, key: str, most: int = 200) -> str:
    """The text under `key`. Raises HTTPException where it is something else."""
    value = body.get(key)
    if not isinstance(value, str) or len(value) > most:
        raise HTTPException(BAD, f"{key}: a text of at most {most} letters is wanted")
    return value


def _id(session_id: Annotated[str, Path(max_length=64)]) -> str:
    try:
        return read_id(session_id)
    except ConfigError:
        raise HTTPException(404, "there is no such session") from None


def _zone(zone: Annotated[str | None, Query(max_length=64)] = None) -> Any:  # noqa: ANN401 - FastAPI must not look into it
    try:
        return zone_of(zone)
    except ValueError as error:
        raise HTTPException(BAD, str(error)) from None


Body = Annotated[Json, Depends(_object)]
SessionId = Annotated[str, Depends(_id)]
Zone = Annotated[Any, Depends(_zone)]
"""The person's time zone: an IANA name or an offset in the query, this machine's own without."""
