from __future__ import annotations

import csv
import io
import json
import zipfile

import pytest

from tests.web.live_uploads import plain, simulated, upload
from tests.web.servers import Server


@pytest.mark.slow
def test_everything_can_be_taken_along_and_erased(cleared: Server) -> None:
    room = simulated(cleared)
    upload(cleared, room)
    cleared.put("/api/settings", {"name": "Añá"})
    cleared.put("/api/morning", {"date": "2026-11-22", "rating": 0}, 204)
    response = cleared.browser.get("/api/export")
    assert response.headers["content-disposition"] == 'attachment; filename="levelhip-2026-11-22.zip"'
    with zipfile.ZipFile(io.BytesIO(response.content)) as archive:
        names = archive.namelist()
        about = json.loads(archive.read("levelhip.json"))
        one = json.loads(archive.read(next(name for name in names if name.endswith(f"{room.config['id']}.json"))))
        rows = list(csv.reader(io.StringIO(archive.read(next(n for n in names if n.endswith(".csv"))).decode())))
    assert "README.txt" in names
    assert about["settings"]["name"] == "Añá"
    assert about["mornings"][0]["rating"] == 0
    assert len(about["clearance"]) == 1
    assert about["sessions"][0]["id"] == room.config["id"]
    assert [each for part in one["parts"] for each in part] == plain(room.journal)
    assert one["records"][0]["client_record"] == plain(room.live.record())
    assert one["config"] == room.config
    assert "force_n" in rows[0]

    cleared.post("/api/erase", {"word": "please"}, 422)
    assert len(cleared.get("/api/sessions")["sessions"]) == 1
    erased = cleared.post("/api/erase", {"word": " Borrar "})["erased"]
    assert (erased["sessions"], erased["records"], erased["settings"]) == (1, 1, 1)
    assert cleared.get("/api/sessions")["sessions"] == []
    assert cleared.get("/api/settings")["name"] is None
    assert not cleared.get("/api/today")["may_start"], "the answers are gone too"
    for file in cleared.folder.iterdir():
        assert room.config["id"].encode() not in file.read_bytes()
