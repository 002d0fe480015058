"""A real browser against the real pages: Chromium found on the machine, axe for accessibility, screenshots on request.

CHROMIUM names the browser where it is not on the PATH. AYOMI_SCREENSHOTS names a folder for pictures (default: a
temporary one). Without Chromium these tests are skipped loudly, and with CI=true they fail.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.core.management import call_command
from django.db import connections
from django.test import override_settings
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Response, sync_playwright
from pytest_django import DjangoDbBlocker
from pytest_django.live_server_helper import LiveServer

if TYPE_CHECKING:
    from ayomi.apps.access.models import User

WIDE, PHONE = 1440, 360
AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def _chromium() -> str | None:
    names = (os.environ.get("CHROMIUM"), "chromium", "chromium-browser", "google-chrome")
    return next((found for name in names if name and (found := shutil.which(name))), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    chromium = _chromium()
    if chromium is None:
        message = "NO CHROMIUM: the browser tests did not run. Install it (apt install chromium) or set CHROMIUM."
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    # The driver keeps an event loop in this thread, which Django would otherwise take for asynchronous code, and in
    # which it opens connections of its own: what is open now would be lost from sight.
    connections.close_all()
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    root = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as driver:
        launched = driver.chromium.launch(executable_path=chromium, args=root)
        yield launched
        launched.close()


@pytest.fixture(scope="package", autouse=True)
def site(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[LiveServer]:
    """The pages on a port of their own, over rows that are really stored.

    The log and the ledger refuse to be emptied, so nothing is swept between tests: rows made here are taken away again.
    Tests carry the mark django_db, without which there is no database of their own; they write through the pages only.
    """
    from tests.edges.web.people import PLAIN_STORAGES

    plain = override_settings(STORAGES=PLAIN_STORAGES, WHITENOISE_AUTOREFRESH=True, WHITENOISE_USE_FINDERS=True)
    with plain, django_db_blocker.unblock():
        call_command("createcachetable")
        # Each answer gives its connection back, so that the database can be taken away when all is done.
        connections.settings["default"]["CONN_MAX_AGE"] = 0
        server = LiveServer("localhost:0")
        yield server
        server.stop()
        connections.close_all()


@pytest.fixture(scope="package")
def officer(site: LiveServer) -> Iterator[User]:
    from allauth.usersessions.models import UserSession

    from ayomi.apps.offices.models import Office
    from tests.edges.web.people import found_kolaka, hire_officer

    made = hire_officer(found_kolaka())
    yield made
    UserSession.objects.all().delete()
    made.delete()
    for code in ("T802", "T801", "T800", "T000"):
        Office.objects.filter(code=code).delete()


@dataclass
class Watched:
    """What a page said and weighed while it was looked at."""

    complaints: list[str] = field(default_factory=list)
    bytes: int = 0

    def hear(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(message.text)

    def weigh(self, response: Response) -> None:
        self.bytes += int(response.headers.get("content-length", "0"))


Open = Callable[..., Page]


@pytest.fixture
def open_page(browser: Browser, site: LiveServer) -> Iterator[Open]:
    """`open_page("/hitung-iuran/", width=360, scripts=False, dark=True)`; the page carries `watched`."""
    contexts: list[BrowserContext] = []

    def opened(path: str, *, width: int = WIDE, scripts: bool = True, dark: bool = False) -> Page:
        context = browser.new_context(
            base_url=site.url,
            viewport={"width": width, "height": 900},
            java_script_enabled=scripts,
            color_scheme="dark" if dark else "light",
        )
        contexts.append(context)
        page = context.new_page()
        page.watched = watched = Watched()  # type: ignore[attr-defined]  # a note of ours on the page
        page.on("console", watched.hear)
        page.on("pageerror", lambda error: watched.complaints.append(str(error)))
        page.on("response", watched.weigh)
        page.goto(path)
        return page

    yield opened
    for context in contexts:
        context.close()


SignIn = Callable[..., Page]


@pytest.fixture
def sign_in(open_page: Open) -> SignIn:
    """`sign_in(user, width=360)`: through the page, as people do."""

    def signed_in(user: User, *, width: int = WIDE, password: str = "") -> Page:
        from tests.edges.web.people import PASSWORD

        page = open_page("/akun/masuk/", width=width)
        page.get_by_label("Nama pengguna").fill(user.username)
        page.get_by_label("Kata sandi", exact=True).fill(password or PASSWORD)
        page.get_by_role("button", name="Masuk", exact=True).click()
        return page

    return signed_in


def audit(page: Page) -> None:
    """No accessibility rule of axe is broken, and nothing sticks out of the page sideways."""
    page.evaluate(AXE)
    found = page.evaluate(
        "async (tags) => (await axe.run(document, {runOnly: {type: 'tag', values: tags}})).violations"
        ".map(v => v.id + ': ' + v.help + ' | ' + v.nodes.map(n => n.html).join(' | '))",
        RULES,
    )
    assert found == []
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, f"the page is {wide} px wider than the screen"


def picture(page: Page, name: str) -> None:
    """A screenshot of the whole page, for people to look at."""
    folder = Path(os.environ.get("AYOMI_SCREENSHOTS") or Path(tempfile.gettempdir()) / "ayomi-screenshots")
    folder.mkdir(parents=True, exist_ok=True)
    width = page.viewport_size["width"] if page.viewport_size else 0
    page.screenshot(path=folder / f"{name}-{width}.png", full_page=True)
