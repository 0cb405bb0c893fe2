"""An editor at the admin's desk: signs in, opens screens and dialogs, and notes every English string met."""

from __future__ import annotations

import re
from collections.abc import Iterator

from playwright.sync_api import Locator, Page, expect

from tests.e2e.korean_screens import content_words, english_on

# Not followed: it ends the session, answers with a file, or only orders or pages the same list.
LEFT_OUT = re.compile(r"/logout/|/bulk/|/sprite|/jsi18n|[?&](?:export|ordering|p|page)=|\.\w{2,4}$")
LINKS = "nodes => nodes.map(node => node.getAttribute('href'))"


class Desk:
    """One signed-in browser page. `found` keeps the English strings by the place where they were met."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.found: dict[str, str] = {}
        self.checked: list[str] = []
        self._allowed = content_words() | {"demo", "example"}

    def sign_in(self, email: str, password: str) -> None:
        self.open("/admin/login/")
        self.page.fill("[name=username]", email)
        self.page.fill("[name=password]", password)
        self.page.click("main form button[type=submit]")
        self.page.wait_for_url("**/admin/")
        self.look("dashboard")

    def look(self, place: str = "") -> None:
        """Note the English strings of the screen as it is now."""
        place = place or self.page.url
        self.checked.append(place)
        for text in english_on(self.page, self._allowed):
            self.found.setdefault(text, place)

    def open(self, address: str) -> None:
        response = self.page.goto(address)
        assert response is not None
        assert response.status < 400, f"{response.status} {address}"
        self.look(address)

    def save_draft(self) -> None:
        self._press(self.page.locator("button.action-save").first)

    def press_action(self, name: str) -> None:
        """Press a button of the page's footer menu: publish, submit, unpublish…"""
        button = self.page.locator(f"button[name=action-{name}]").first
        if not button.is_visible():
            self.page.locator("footer [data-w-dropdown-target=toggle]:visible").first.click()
        self._press(button)

    def _press(self, button: Locator) -> None:
        with self.page.expect_navigation():
            button.click()
        self.look(f"{self.page.url} after saving")

    def decide(self, action: str, comment: str) -> None:
        """Approve or reject what waits for this editor, with a comment."""
        button = self.page.locator(f"button[data-workflow-action-modal-url*='/{action}/']")
        self.page.locator("footer [data-w-dropdown-target=toggle]:visible").first.click()
        button.click()
        modal = self.page.locator(".modal.in .modal-content")
        modal.locator("textarea").fill(comment)
        self.look(f"{self.page.url} {action}")
        self._press(modal.locator("[type=submit]"))

    def submit_empty(self, address: str) -> None:
        """Open a form and send it without filling anything in, for its error messages."""
        self.open(address)
        form = self.page.locator("main form[method=post i]:has([type=submit])").last
        form.evaluate("form => { form.noValidate = true }")
        with self.page.expect_navigation():
            form.locator("[type=submit]").first.click()
        self.look(f"{address} sent empty")

    def first_of(self, page_type: str) -> int:
        """The id of a page of a type ("districts/casestudy") that this editor may open."""
        self.open(f"/admin/pages/usage/{page_type}/")
        links = self.page.locator("main a[href*='/edit/']").evaluate_all(LINKS)
        found = [match[1] for match in (re.search(r"/pages/(\d+)/edit/", link) for link in links) if match]
        assert found, f"no page of type {page_type}"
        return int(found[0])

    def page_id(self) -> int:
        """The id of the page that is being edited."""
        match = re.search(r"/pages/(\d+)/", self.page.url)
        assert match, self.page.url
        return int(match[1])

    # --- dialogs --------------------------------------------------------------------------------------

    def look_at_side_panels(self) -> None:
        for name in ("status", "comments", "checks", "preview"):
            toggle = self.page.locator(f"[data-side-panel-toggle={name}]")
            if toggle.count():
                toggle.first.click()
                self.page.wait_for_timeout(400)
                self.look(f"{self.page.url} panel {name}")
                toggle.first.click()

    def look_at_dialog(self, name: str) -> Locator:
        """Open a dialog of the status panel and return it."""
        toggle = self.page.locator("[data-side-panel-toggle=status]").first
        if toggle.get_attribute("aria-expanded") != "true":
            toggle.click()
        self.page.locator(f"button[data-a11y-dialog-show={name}]:visible").first.click()
        dialog = self.page.locator(f"#{name}")
        expect(dialog.locator("input, select, p").first).to_be_visible()
        self.page.wait_for_timeout(300)
        self.look(f"{self.page.url} dialog {name}")
        return dialog

    def look_at_choosers(self) -> None:
        """Open each kind of chooser on the form, search in it for nothing, close it."""
        seen: set[str] = set()
        for button in self.page.locator("button[data-chooser-action-choose]:visible").all():
            kind = button.inner_text()
            if kind not in seen:
                seen.add(kind)
                button.click()
                self._look_at_modal(f"chooser {kind}")

    def _look_at_modal(self, place: str) -> None:
        modal = self.page.locator(".modal.in .modal-content")
        expect(modal.locator("h1, h2").first).to_be_visible()
        self.look(f"{self.page.url} {place}")
        search = modal.locator("input[name=q]:visible")
        if search.count():
            with self.page.expect_response(re.compile(r"[?&]q=")):
                search.first.fill("없는말")
            self.page.wait_for_timeout(300)
            self.look(f"{self.page.url} {place}, nothing found")
        self.close_modal()

    def close_modal(self) -> None:
        self.page.locator(".modal.in [data-dismiss=modal]").first.click()
        expect(self.page.locator(".modal.in")).to_have_count(0)

    def look_at_blocks(self) -> None:
        """Open the menu of each stream field and add its first block."""
        for button in self.page.locator("button.c-sf-add-button:visible").all():
            button.click()
            self.page.wait_for_timeout(150)
            self.look(f"{self.page.url} block menu")
            self.page.keyboard.press("Enter")
            self.page.wait_for_timeout(150)
        self.look(f"{self.page.url} blocks")

    def look_at_rich_text(self) -> None:
        """The block menu of the rich text editor, its tool bar, and the dialog for links."""
        editor = self.page.locator(".Draftail-Editor [contenteditable=true]:visible").first
        editor.click()
        self.page.keyboard.type("/")
        self.page.wait_for_timeout(400)
        self.look(f"{self.page.url} rich text menu")
        self.page.keyboard.press("Escape")
        self.page.keyboard.press("Backspace")
        link = self.page.locator(".Draftail-Toolbar button[name=LINK]:visible, button[name=LINK]:visible")
        if link.count():
            self.page.keyboard.type("링크")
            self.page.keyboard.press("Control+A")
            link.first.click()
            for name in self.page.locator(".modal.in .link-types a").all_inner_texts():
                self.page.locator(".modal.in .link-types a", has_text=name).click()
                expect(self.page.locator(".modal.in form").first).to_be_visible()
                self.look(f"{self.page.url} link: {name}")
            self._look_at_modal("link")

    # --- the whole admin ------------------------------------------------------------------------------

    def crawl(self, start: str, most: int) -> None:
        """Open one address of every shape that can be reached from `start` by links."""
        waiting, seen = [start], set()
        while waiting and len(seen) < most:
            address = waiting.pop(0)
            if (shape := _shape(address)) in seen:
                continue
            seen.add(shape)
            self.open(address)
            waiting += self._links(address)

    def _links(self, address: str) -> Iterator[str]:
        for link in self.page.locator("a[href]").evaluate_all(LINKS):
            whole = address.split("?")[0] + link if link.startswith("?") else link.split("#")[0]
            if whole.startswith("/admin/") and not LEFT_OUT.search(whole):
                yield whole


def _shape(address: str) -> str:
    """The address without numbers and values: /admin/pages/N/edit/."""
    path, _, query = address.partition("?")
    keys = ",".join(sorted(part.split("=")[0] for part in query.split("&")))
    return re.sub(r"\d+", "N", path) + "?" + keys
