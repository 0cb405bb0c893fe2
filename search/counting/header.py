"""How the results page tells what was searched, also where it is kept. Taken off before an answer is sent."""

from __future__ import annotations

HEADER = "X-Search-Note"
