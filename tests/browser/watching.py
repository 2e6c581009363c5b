"""What a page must never do, noted while it is used: complain, fail, or ask another host."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Response, expect

from benchmarks.running import enter, newcomer, signed_in
from workbench.accounts.roles import Role

_COMPLAINTS = ("error", "warning", "assert")
_INSIDE = ("data", "blob", "about")
# A first answer compiles and reads; how fast it is, `make bench` measures.
PATIENCE = 30_000
_MOMENT = 100
_QUIET = 3
_WAITING = ("[aria-busy=true]", "[data-dash-is-loading=true]")


class Watch:
    """Listens to a page from its first request on.

    Attributes:
        complaints: Words of the console at level warning or error, and of uncaught errors.
        failures: Answers of 400 or more, and requests that failed.
        outside: Addresses asked of any other host.
    """

    def __init__(self, address: str) -> None:
        self._host = urlsplit(address).netloc
        self.complaints: list[str] = []
        self.failures: list[str] = []
        self.outside: list[str] = []

    def listen(self, page: Page) -> None:
        """Notes everything that happens in the page."""
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", lambda request: self._request(request.url))
        page.on("response", self._response)

    def faults(self) -> list[str]:
        """Everything noted, each in one line."""
        noted = (("console", self.complaints), ("failed", self.failures), ("outside host", self.outside))
        return [f"{kind}: {words}" for kind, all_words in noted for words in all_words]

    def expect_not_found(self) -> None:
        """Forgets answers of 404 and the console's word of them, on a page that is meant not to be there."""
        self.failures = [words for words in self.failures if not words.startswith("404 ")]
        self.complaints = [words for words in self.complaints if "404" not in words]

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in _COMPLAINTS:
            self.complaints.append(f"{message.type}: {message.text}")

    def _request(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in _INSIDE and parts.netloc != self._host:
            self.outside.append(url)

    def _response(self, response: Response) -> None:
        if response.status >= 400:
            self.failures.append(f"{response.status} {response.url}")


def settle(page: Page) -> Page:
    """Waits until the page of this address is drawn, every panel has its answer, and it stays so for a moment."""
    expect(page.locator("h1").first).to_be_visible(timeout=PATIENCE)
    page.wait_for_load_state("networkidle", timeout=PATIENCE)
    _of_this_address(page)
    quiet = 0
    while quiet < _QUIET:
        # A change of address draws the page anew a moment later: one look at the old one would be too early.
        for waiting in _WAITING:
            expect(page.locator(waiting)).to_have_count(0, timeout=PATIENCE)
        page.wait_for_timeout(_MOMENT)
        quiet = 0 if any(page.locator(waiting).count() for waiting in _WAITING) else quiet + 1
    return page


def _of_this_address(page: Page) -> None:
    """Waits until the cohort page, where it is open, shows the cohort of the address and not the one before."""
    address = urlsplit(page.url)
    if address.path == "/cohorts":
        cohort = parse_qs(address.query).get("q", [""])[0]
        expect(page.locator("#cohorts-page")).to_have_attribute("data-question", cohort, timeout=PATIENCE)


class Site:
    """The running app at one address, opened in the browser as a researcher, and watched."""

    def __init__(self, browser: Browser, address: str) -> None:
        self.address = address
        self.watch = Watch(address)
        self._browser = browser
        self._contexts: list[BrowserContext] = []
        self._role: Role | None = "researcher"
        self._cookies: dict[Role, str] = {}

    def sign_in(self, role: Role | None) -> None:
        """Opens pages as somebody with this role from now on; as nobody with None.

        A researcher is somebody new in every test, who has asked nothing yet.
        """
        self._role = role

    def _cookie(self, role: Role) -> str:
        if role not in self._cookies:
            new = role == "researcher"
            self._cookies[role] = newcomer(self.address) if new else signed_in(self.address, role)
        return self._cookies[role]

    def open(
        self,
        path: str = "/",
        *,
        width: int = 1440,
        height: int = 900,
        dark: bool = False,
        script: str = "",
    ) -> Page:
        """A settled page in a profile of its own.

        Args:
            dark: Whether the system prefers dark.
            script: Runs before the page's own scripts, out of reach of its Content-Security-Policy.
        """
        context = self._browser.new_context(
            base_url=self.address,
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
            permissions=["clipboard-read", "clipboard-write"],
        )
        self._contexts.append(context)
        context.set_default_timeout(PATIENCE)
        if self._role is not None:
            enter(context, self.address, self._cookie(self._role))
        if script:
            context.add_init_script(script)
        page = context.new_page()
        self.watch.listen(page)
        page.goto(path)
        return settle(page)

    def close(self) -> None:
        """Closes every page that was opened."""
        for context in self._contexts:
            context.close()
