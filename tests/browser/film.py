"""A film for Chromium's camera whose frames are numbered in the picture, so that its own time can be read in the page.

Chromium shows a file frame by frame: a busy machine shows it slower, now here, now there. What somebody in the film
held is known in the film's own seconds.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import Final

from playwright.sync_api import Page

FRAMES_A_S: Final = 30
_BITS: Final = 14
_BLOCK_PX: Final = 16
NUMBERED: Final = ",".join(
    (
        f"drawbox=0:0:{_BITS * _BLOCK_PX}:{_BLOCK_PX}:black:fill",
        *(
            f"drawbox={bit * _BLOCK_PX}:0:{_BLOCK_PX}:{_BLOCK_PX}:white:fill:enable='mod(floor(n/{2**bit}),2)'"
            for bit in range(_BITS)
        ),
    )
)
"""A filter that writes each frame's number into its upper left corner, a block a bit."""

_WATCH: Final = f"""
window.filmSeen = [];
window.saidSeen = [];
addEventListener("DOMContentLoaded", () => {{
    const video = document.querySelector("#video");
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [{_BITS * _BLOCK_PX}, {_BLOCK_PX}];
    const ink = canvas.getContext("2d", {{ willReadFrequently: true }});
    const look = (now_ms, frame) => {{
        ink.drawImage(video, 0, 0);
        let number = 0;
        for (let bit = 0; bit < {_BITS}; bit += 1) {{
            const [lit] = ink.getImageData((bit + 0.5) * {_BLOCK_PX}, {_BLOCK_PX // 2}, 1, 1).data;
            number += lit > 127 ? 2 ** bit : 0;
        }}
        filmSeen.push([frame.captureTime ?? now_ms, number]);
        video.requestVideoFrameCallback(look);
    }};
    video.requestVideoFrameCallback(look);
    new MutationObserver((changes) => {{
        for (const change of changes) for (const line of change.addedNodes) {{
            if (line.dataset?.tS) saidSeen.push([performance.now(), Number(line.dataset.tS)]);
        }}
    }}).observe(document.querySelector("#said"), {{ childList: true }});
}});
"""


def watch_film(page: Page) -> None:
    """Let the page, before it is opened, note which frame of the film it sees when."""
    page.add_init_script(_WATCH)


@dataclass(frozen=True)
class FilmClock:
    """Session seconds to the film's own."""

    session_s: list[float]
    film_s: list[float]

    @classmethod
    def of(cls, page: Page) -> FilmClock:
        """What the page has noted. The line that came soonest after its time tells where the session's zero is."""
        seen: list[tuple[float, int]] = page.evaluate("() => filmSeen")
        said: list[tuple[float, float]] = page.evaluate("() => saidSeen")
        zero_ms = min(page_ms - 1000 * t_s for page_ms, t_s in said)
        return cls([(page_ms - zero_ms) / 1000 for page_ms, _ in seen], [number / FRAMES_A_S for _, number in seen])

    def at(self, session_s: float) -> float:
        """The film's second that was seen at a second of the session."""
        after = min(max(1, bisect_left(self.session_s, session_s)), len(self.session_s) - 1)
        earlier_s, later_s = self.session_s[after - 1], self.session_s[after]
        share = (session_s - earlier_s) / (later_s - earlier_s)
        return self.film_s[after - 1] + share * (self.film_s[after] - self.film_s[after - 1])
