"""A browser to test with, one for a module, and a page of its own for each test: its `pytest_plugins` names this."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from browser_support import Served, open_browser, open_page

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


@pytest.fixture(scope="module")
def browser() -> Iterator["Browser"]:
    """Start the browser, once a module."""
    with open_browser() as opened:
        yield opened


@pytest.fixture
def page(browser: "Browser", served: Served) -> Iterator["Page"]:
    """Open the page that the module's own fixture `served` serves."""
    with open_page(browser, served) as opened:
        yield opened
