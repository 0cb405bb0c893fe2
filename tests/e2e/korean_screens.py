"""Find English interface text on a screen: every string a reader, a screen reader or a tooltip would give out."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

NAMED_IN_ENGLISH = frozenset({"tag", "district"})
CONTENT = Path(__file__).resolve().parents[2] / "content"
WORD = re.compile(r"[A-Za-z](?:[A-Za-z]|['’](?=[A-Za-z])){2,}")
# Not words of a sentence: tags, model labels, addresses, mail addresses, file names, identifiers.
NOT_PROSE = re.compile(
    r"<[^>]*>|\b[a-z]+\.[a-z]+\b|https?://\S*|\S+@\S+|\S+\.(?:pdf|hwpx?|docx?|xlsx?|pptx?|png|jpe?g|webp|csv|txt)\b|\S*_\S*|/\S*/\S*|\S*\d\S*"
)
NAMES = frozenset(
    re.findall(
        r"\w+",
        "Wagtail API URL CSV XLSX XLS TSV JSON YAML HTML PDF HWP HWPX DOCX PPTX ODT TXT ZIP GIF PNG JPG JPEG WEBP "
        "AVIF HEIC SVG MP4 WebM MP3 M4A Ogg SRT WebVTT "
        "KOGL CDO ICT JavaScript English slug UTC Asia Seoul Ctrl Alt Shift Tab Enter Esc localhost",
    )
)

# Text nodes shown or hidden (dialogs and menus not yet opened included), the attributes that are read out or
# hover up, and the labels of submit buttons. What people wrote (fields, rich text) is content, not interface.
COLLECT = """() => {
  const found = [document.title];
  const skip = 'script,style,noscript,textarea,code,pre,svg,[contenteditable="true"],' +
    '[data-side-panel-toggle-counter][hidden],.xdsoft_save_selected';
  const attributes = ['placeholder', 'aria-label', 'title', 'alt', 'aria-description', 'data-tippy-content',
                      'data-w-tooltip-content-value', 'data-placeholder'];
  const visit = (root) => {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (node.nodeType === Node.TEXT_NODE) {
        if (!node.parentElement || !node.parentElement.closest(skip)) found.push(node.data);
        continue;
      }
      for (const name of attributes) if (node.hasAttribute(name)) found.push(node.getAttribute(name));
      if (node.matches('input[type=submit],input[type=button]')) found.push(node.value);
      if (node.tagName === 'TEMPLATE') visit(node.content);
      if (node.shadowRoot) visit(node.shadowRoot);
    }
  };
  visit(document.body);
  return [...new Set(found.map((text) => text.replace(/\\s+/g, ' ').trim()).filter(Boolean))];
}"""


def content_words() -> frozenset[str]:
    """Latin words of the sample content that lists in the admin show: its Korean fields, the tags' English names."""
    words: set[str] = set()
    for path in sorted(CONTENT.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            shown = [
                *_korean_fields(row),
                row.get("title_en") or "" if row["kind"] in NAMED_IN_ENGLISH else "",
            ]
            words.update(WORD.findall(" ".join(shown)))
    return frozenset(words)


def _korean_fields(value: Any) -> Iterable[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            if not key.endswith("_en"):
                yield from _korean_fields(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _korean_fields(inner)
    elif isinstance(value, str):
        yield value


def english_in(texts: Iterable[str], allowed: frozenset[str]) -> list[str]:
    """Those of `texts` that hold a Latin word which is neither a name nor in `allowed`."""
    known = {word.lower() for word in NAMES | allowed}
    return sorted(
        text for text in texts if any(w.lower() not in known for w in WORD.findall(NOT_PROSE.sub(" ", text)))
    )


def english_on(page: Any, allowed: frozenset[str]) -> list[str]:
    """English interface strings of the document in a Playwright page (or frame)."""
    return english_in(page.evaluate(COLLECT), allowed)
