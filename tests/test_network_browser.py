"""The page to sign in, in a real browser: over https, by keyboard, and each reader's own conversations."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from typing import TYPE_CHECKING

import pytest
from network_support import QUESTION, Site, serve_site

from ui.server.access.accounts import OWNER, Accounts, write_accounts

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytest_plugins = ["browser_fixtures"]
pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]
PASSWORDS = {OWNER: "a long enough password", "anna": "another long password"}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Serve a page for two users over https."""
    home = tmp_path_factory.mktemp("closed")
    accounts = Accounts()
    for name, password in PASSWORDS.items():
        accounts = accounts.including(name, password)
    write_accounts(home, accounts)
    certificate, key = home / "certificate.pem", home / "key.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
         "-out", str(certificate), "-keyout", str(key)],
        check=True, capture_output=True,
    )  # fmt: skip
    with serve_site(home, "--sign-in", "--certificate", str(certificate), "--key", str(key)) as running:
        yield running


@contextmanager
def come(browser: "Browser", site: Site, dark: bool = False) -> Iterator["Page"]:
    """Open the page in a browser that was not here before."""
    scheme = "dark" if dark else "light"
    context = browser.new_context(ignore_https_errors=True, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(site.address.replace("http:", "https:"))
    yield page
    context.close()


def sign_in(page: "Page", name: str, password: str) -> None:
    """Fill in the form by keyboard alone: the password's field has the focus at first, the name's is before it."""
    page.locator("#password:focus").wait_for()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Control+A")
    page.keyboard.type(name)
    page.keyboard.press("Tab")
    page.keyboard.type(password)
    page.keyboard.press("Enter")


@pytest.mark.parametrize("dark", [False, True])
def test_wrong_then_right_then_out_again(browser: "Browser", site: Site, dark: bool) -> None:
    with come(browser, site, dark) as page:
        sign_in(page, OWNER, "wrong")
        page.get_by_role("alert").wait_for()
        assert page.locator("#bs-question").count() == 0
        assert _violations(page) == []
        sign_in(page, OWNER, PASSWORDS[OWNER])
        page.locator("#bs-question textarea").wait_for()
        (cookie,) = page.context.cookies()
        assert (cookie["secure"], cookie["httpOnly"], cookie["sameSite"]) == (True, True, "Strict")
        page.locator(".bs-leave button").press("Enter")
        page.locator("#password").wait_for()
        page.go_back()
        page.locator("#password").wait_for()


def test_each_reader_sees_their_own_conversations(browser: "Browser", site: Site) -> None:
    with come(browser, site) as page:
        sign_in(page, "anna", PASSWORDS["anna"])
        page.locator("#bs-question textarea").fill(QUESTION)
        page.locator("#bs-question textarea").press("Enter")
        page.locator("#bs-current .bs-making").first.wait_for()
        page.reload()
        page.locator("#bs-history h2", has_text="1 kept conversation").first.wait_for()
    with come(browser, site) as page:
        sign_in(page, OWNER, PASSWORDS[OWNER])
        page.locator("#bs-shelf .bs-total").wait_for(state="attached")
        assert page.locator("#bs-history .bs-history").count() == 0
        assert QUESTION not in page.content()


def test_a_link_to_an_answer_leads_through_the_door_to_it_alone_and_ends_with_it(
    browser: "Browser", site: Site
) -> None:
    with come(browser, site) as page, come(browser, site) as other:
        sign_in(page, "anna", PASSWORDS["anna"])
        page.locator("#bs-question textarea").fill(QUESTION)
        page.locator("#bs-question textarea").press("Enter")
        page.locator("#bs-current .bs-making").first.wait_for()
        page.locator("#bs-current .bs-share summary").click()
        link = page.locator("#bs-current .bs-share [data-link]").evaluate("one => one.href")
        other.goto(link)
        sign_in(other, OWNER, PASSWORDS[OWNER])
        other.locator("h1", has_text=QUESTION).wait_for()
        assert other.locator("blockquote").count() > 0
        assert other.locator("form, button, input, script").count() == 0
        assert other.goto(f"{link[:-1]}{'1' if link[-1] == '0' else '0'}").status == 404  # type: ignore[union-attr]
        menus = page.locator("#bs-history li summary")
        for left in reversed(range(menus.count())):
            menus.first.click()
            page.locator("#bs-history [data-event=forget]").first.click()
            menus.nth(left).wait_for(state="detached")
        assert other.goto(link).status == 404  # type: ignore[union-attr]


def _violations(page: "Page") -> list[str]:
    page.evaluate(files("axe_core_python").joinpath("axe.min.js").read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")["violations"]
    return [one["id"] for one in found if one["impact"] in ("serious", "critical")]
