"""A house of real processes and a real browser. Without a browser these tests skip and say so."""

import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from services.local.programs import bound_to_parent

READY = re.compile(r"Its pages: (http://[\w.:]+)")
Desk = Callable[..., Page]


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The pages' address of a whole house of the demo, each room in a process of its own."""
    folder = tmp_path_factory.mktemp("house")
    command = [sys.executable, "-m", "services.local", "up", "--data", str(folder), "--free-ports"]
    log = folder.with_suffix(".log")
    with (
        log.open("w") as written,
        subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=written,
            text=True,
            preexec_fn=bound_to_parent(signal.SIGTERM),  # noqa: PLW1509 -- one system call, no locks
        ) as process,
    ):
        found = next((found for line in process.stdout or () if (found := READY.search(line))), None)
        assert found is not None, log.read_text()
        yield found[1]
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, without a window. It leaves with its module: while it is here, no asyncio test can run."""
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        pytest.skip("no Chromium here: install it to run the browser tests")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture
def desk(house: str, browser: Browser) -> Iterator[Desk]:
    """Sign in: `desk("Asha Verma", javascript=False, width=320)`. Errors on the console fail the test."""
    complaints: list[str] = []
    with ExitStack() as opened:

        def sign_in(name: str, *, javascript: bool = True, width: int = 1200) -> Page:
            context = browser.new_context(
                base_url=house, java_script_enabled=javascript, viewport={"width": width, "height": 900}
            )
            opened.callback(context.close)
            context.set_default_timeout(30_000)
            page = context.new_page()
            page.on("console", lambda said: complaints.append(said.text) if _is_fault(said.text, said.type) else None)
            page.on("pageerror", lambda error: complaints.append(str(error)))
            page.goto("/")
            page.get_by_role("button", name=name).click()
            page.wait_for_url(re.compile(f"^{re.escape(house)}"))
            return page

        yield sign_in
    assert complaints == []


def _is_fault(text: str, kind: str) -> bool:
    return kind == "error" and "422" not in text  # the answer to a form with a fault is one, and is meant


@pytest.fixture(scope="session")
def axe() -> Callable[[Page], None]:
    """Fail with axe's report if it finds anything on this page."""
    ready = Axe()

    def check(page: Page) -> None:
        found = ready.run(page)
        assert found.violations_count == 0, f"{page.url}\n{found.generate_report()}"

    return check


@pytest.fixture(scope="session")
def shots(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where pictures of the pages go, for people to look at."""
    return tmp_path_factory.mktemp("shots")
