"""An editor who works in the admin by hand: explores, fills forms, uploads, publishes."""

from __future__ import annotations

import io
import os
import re
from contextlib import suppress

from PIL import Image
from playwright.sync_api import Locator, Page, TimeoutError, expect

from tests.e2e.portal import Account, Portal

# The editor saves by itself while the form is still half written; the server says that it is not complete.
HALF_WRITTEN = r"status of 400 .*/admin/pages/"
DROPDOWN = "footer [data-w-dropdown-target=toggle]"


class Editor:
    """A signed-in editor. The page form's own texts are used as little as the ids allow."""

    def __init__(self, page: Page, account: Account) -> None:
        self.page = page
        page.goto("/admin/login/")
        page.fill("[name=username]", account.email)
        page.fill("[name=password]", account.password)
        page.click("main form button[type=submit]")
        page.wait_for_url("**/admin/")

    # --- the page tree --------------------------------------------------------------------------------

    def explore(self, *titles: str) -> int:
        """Go down the explorer from the home page along these titles; returns the id of the last page."""
        self.page.goto("/admin/pages/")
        for title in titles:
            # A page without children has no link to go down; its own list, still empty, has an address.
            children = self.row(title).locator("td.children a")
            edit = self.row(title).locator("a[href$='/edit/']").first
            below = children if children.count() else edit
            self.page.goto((below.get_attribute("href") or "").removesuffix("edit/"))
        return self.page_id()

    def row(self, title: str) -> Locator:
        """The row of a page in the explorer."""
        name = self.page.locator(".title-wrapper > a", has_text=re.compile(rf"^\s*{re.escape(title)}\s*$"))
        return self.page.locator("main tbody tr", has=name)

    def rows(self) -> list[str]:
        """The titles that the explorer shows, as one page of it."""
        return [text.strip() for text in self.page.locator("main tbody tr .title-wrapper").all_inner_texts()]

    def page_id(self) -> int:
        """The id of the page that is explored or edited."""
        match = re.search(r"/pages/(\d+)/", self.page.url)
        assert match, self.page.url
        return int(match[1])

    def start(self, page_type: str) -> None:
        """A new page of a type ("districts/casestudy") below the page that is explored."""
        parent = self.page_id()
        self.page.locator("header a[href$='/add_subpage/'].button").first.click()
        # Where there is one type only, its form opens at once.
        choice = self.page.locator(f"main a[href='/admin/pages/add/{page_type}/{parent}/']")
        expect(choice.or_(self.page.locator("#id_title")).first).to_be_visible()
        if choice.count():
            choice.first.click()
        expect(self.page.locator("#id_title")).to_be_visible()

    def edit(self, page_id: int) -> None:
        self.page.goto(f"/admin/pages/{page_id}/edit/")
        expect(self.page.locator("#id_title")).to_be_visible()

    # --- the form -------------------------------------------------------------------------------------

    def add_tag(self, beginning: str, name: str) -> None:
        """Type the beginning of a tag and choose it from what is offered.

        The form saves itself now and then, which may take the focus and close the list: then it is typed again.
        """
        field = self.page.locator(".tagit-new input")
        offered = self.page.locator(
            ".ui-autocomplete:visible li", has_text=re.compile(rf"^{re.escape(name)}$")
        )
        for _ in range(4):
            field.fill("")
            field.press_sequentially(beginning)
            with suppress(TimeoutError):
                offered.click(timeout=8_000)
                break
        expect(self.page.locator(".tagit-choice", has_text=name)).to_be_visible()

    def add_block(self, field: str) -> Locator:
        """Put the only kind of block at the end of a stream field; returns the block."""
        stream = self.page.locator(f"#{field}-root")
        blocks = stream.locator("> div > [data-streamfield-child]")
        before = blocks.count()
        stream.locator("> div > div > .c-sf-add-button").last.click()
        expect(blocks).to_have_count(before + 1)
        return blocks.last

    def write(self, field: str, text: str) -> None:
        """Put text into a rich text field."""
        self.field(field).locator("[contenteditable=true]").click()
        self.page.keyboard.insert_text(text)
        expect(self.field(field).locator("[contenteditable=true]")).to_contain_text(text)

    def field(self, name: str) -> Locator:
        return self.page.locator(f"[data-field][data-contentpath={name}]").first

    def set_slug(self, slug: str) -> None:
        """On the second tab; ends on the first."""
        tabs = self.page.locator("main [role=tab][href^='#tab-']")
        tabs.nth(1).click()
        self.page.fill("#id_slug", slug)
        tabs.nth(0).click()

    def upload(self, field: str, name: str, content_type: str, data: bytes) -> None:
        """Upload a picture or a file in the (last) chooser of a field."""
        chooser = self.field(field)
        chooser.locator("[data-chooser-action-choose]:visible").last.click()
        modal = self.modal()
        modal.locator("[role=tab][href='#tab-upload']").click()
        modal.locator("input[type=file]").set_input_files(
            [{"name": name, "mimeType": content_type, "buffer": data}]
        )
        title = modal.locator("#tab-upload input[name$=title]")
        if not title.input_value():
            title.fill(name.rpartition(".")[0])
        self._finish_modal(modal.locator("#tab-upload [type=submit]"))

    def make_snippet(self, field: str, **fields: str) -> None:
        """Make a new record in the chooser of a form field."""
        self.page.locator(f"#id_{field}-chooser [data-chooser-action-choose]:visible").click()
        modal = self.modal()
        modal.locator("[role=tab][href='#tab-create']").click()
        for name, value in fields.items():
            modal.locator(f"#tab-create [name$={name}]").fill(value)
        self._finish_modal(modal.locator("#tab-create [type=submit]"))

    def _finish_modal(self, button: Locator) -> None:
        button.click()
        expect(self.page.locator(".modal.in")).to_have_count(0)

    def modal(self) -> Locator:
        modal = self.page.locator(".modal.in .modal-content")
        expect(modal.locator("h1").first).to_be_visible()
        return modal

    # --- sending --------------------------------------------------------------------------------------

    def action(self, name: str) -> Locator:
        """A button of the footer's menu, opened: publish, submit ..."""
        button = self.page.locator(f"#page-edit-form button[name=action-{name}]")
        if not button.is_visible():
            self.page.locator(f"#page-edit-form {DROPDOWN}").first.click()
        expect(button).to_be_visible()
        return button

    def send(self, name: str) -> int:
        """Publish or submit; returns the id of the page. Fails with the form's own words when it is refused."""
        button = self.action(name)
        with self.page.expect_navigation():
            button.click()
        self.expect_done()
        return self.sent()

    def sent(self) -> int:
        """The id of the page that the message of success speaks of; the address may be its parent's by now."""
        link = self.page.locator(".messages .success a[href$='/edit/']").first.get_attribute("href")
        match = re.search(r"/pages/(\d+)/edit/$", link or "")
        assert match, link
        return int(match[1])

    def expect_done(self) -> None:
        errors = self.page.locator(".error-message, .w-field__errors:not(:empty), .messages .error")
        texts = [text.strip() for text in errors.all_inner_texts() if text.strip()]
        assert not texts, texts
        expect(self.page.locator(".messages .success").first).to_be_visible()

    def decide(self, page_id: int, decision: str, comment: str = "") -> None:
        """Answer a page that waits for approval: "approve", or "reject" with a comment."""
        self.edit(page_id)
        kind = "[data-workflow-action-modal-url]" if comment else ":not([data-workflow-action-modal-url])"
        button = self.page.locator(f"#page-edit-form button[data-workflow-action-name={decision}]{kind}")
        self.page.locator(f"#page-edit-form {DROPDOWN}").first.click()
        if comment:
            button.click()
            self.modal().locator("[name=comment]").fill(comment)
            button = self.modal().locator("[type=submit]")
        with self.page.expect_navigation():
            button.click()
        self.expect_done()

    def unpublish(self, page_id: int) -> None:
        self._confirm(f"/admin/pages/{page_id}/unpublish/")

    def delete(self, page_id: int) -> None:
        self._confirm(f"/admin/pages/{page_id}/delete/")

    def _confirm(self, address: str) -> None:
        self.page.goto(address)
        with self.page.expect_navigation():
            self.page.locator("main form [type=submit]").first.click()
        expect(self.page.locator(".messages .success").first).to_be_visible()

    def make_private(self, page_id: int, kind: str = "login") -> None:
        """The privacy dialog of the status panel: "login" (signed-in people) or "none"."""
        self.edit(page_id)
        change = self.page.locator("[data-side-panel=status] [data-a11y-dialog-show='set-privacy']:visible")
        toggle = self.page.locator("[data-side-panel-toggle=status]").first
        expect(toggle).to_have_attribute("aria-expanded", re.compile("true|false"))
        if toggle.get_attribute("aria-expanded") == "false":
            toggle.click()
        change.click()
        dialog = self.page.locator("#set-privacy")
        dialog.locator(f"input[name=restriction_type][value={kind}]").check()
        with self.page.expect_response(re.compile(r"/privacy/")):
            dialog.locator("[type=submit]").click()
        expect(dialog.locator("[type=submit]")).to_be_hidden()


def picture() -> bytes:
    """A small PNG that nobody has uploaded before: Wagtail asks twice about pictures it knows."""
    drawn = io.BytesIO()
    Image.frombytes("RGB", (64, 48), os.urandom(64 * 48 * 3)).save(drawn, "PNG")
    return drawn.getvalue()


def account(portal: Portal, name: str) -> Account:
    """The demo account whose address begins with `name`: admin, office, nowon, official."""
    return next(one for one in portal.accounts() if one.email.startswith(f"{name}@"))


def fill(page: Page, **fields: str) -> None:
    """Fields of a form by their names; choices by their labels."""
    for name, value in fields.items():
        field = page.locator(f"#id_{name}")
        if field.evaluate("node => node.tagName") == "SELECT":
            field.select_option(label=value)
        else:
            field.fill(value)
