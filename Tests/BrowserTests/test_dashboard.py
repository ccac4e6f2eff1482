"""Loads the dashboard of a running search in a real Chromium: TRELLIS=.build/release/trellis python3 test_dashboard.py

SCREENSHOTS=FOLDER also writes pictures of the pages.
"""

import json
import os
import pathlib
import re
import signal
import subprocess
import sys
import unittest
import urllib.request

import chromium

ROOT = pathlib.Path(__file__).resolve().parents[2]
TRELLIS = os.environ.get("TRELLIS", str(ROOT / ".build/release/trellis"))

LONG = ["search", str(ROOT / "datasets/digits.csv"), "--target", "digit", "--pipeline", "pca | svc", "--grid",
        "pca.n_components=2:60:lin:59", "--grid", "svc.C=0.1:100:log:50", "--workers", "1", "--quiet"]
SHORT = ["search", str(ROOT / "datasets/iris.csv"), "--target", "species", "--pipeline", "pca | svc", "--grid",
         "pca.n_components=1,2,3", "--grid", "svc.C=0.1,1,10", "--workers", "2"]


class DashboardTests(unittest.TestCase):
    def start(self, arguments):
        """Starts a search with a dashboard, and returns the address."""
        self.process = subprocess.Popen(
            [TRELLIS, *arguments, "--dashboard", "0"], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        self.addCleanup(self.end)
        for line in self.process.stderr:
            if found := re.search(r"dashboard: (\S+)", line):
                return found[1]
        self.fail("the search has ended without an address")

    def end(self):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        self.process.stderr.close()

    def browse(self):
        browser = chromium.Chromium()
        self.addCleanup(browser.__exit__)
        return browser

    def check_quiet(self, browser, address):
        """The page has logged nothing, and requested nothing but the dashboard."""
        self.assertEqual(browser.problems(), [])
        foreign = [url for url in browser.requests() if not url.startswith((address, "data:"))]
        self.assertEqual(foreign, [])

    def look(self, browser, address, name):
        """The page fits every width, in light and dark."""
        for width, scheme in ((1280, "light"), (1280, "dark"), (390, "light"), (390, "dark")):
            browser.open(address, width=width, scheme=scheme)
            self.assertLessEqual(browser.evaluate("document.documentElement.scrollWidth"), width)
            if folder := os.environ.get("SCREENSHOTS"):
                browser.screenshot(pathlib.Path(folder) / f"{name}-{width}-{scheme}.png")

    def test_it_is_updated_while_a_search_runs(self):
        address = self.start(LONG)
        browser = self.browse()
        browser.open(address)
        browser.until("document.getElementById('connection').textContent === 'live'")
        finished = "Number((document.getElementById('status').textContent.match(/(\\d+) of \\d+ tasks/) ?? [0, 0])[1])"
        first = browser.evaluate(finished)
        later = browser.until(f"{finished} > {first} && {finished}")
        self.assertTrue(browser.until("document.querySelector('#best .score') !== null"))
        self.assertTrue(browser.evaluate("document.querySelectorAll('#stream svg.window rect').length > 0"))
        self.check_quiet(browser, address)
        # Closed and opened again, it goes on from where the search is, not from the beginning.
        browser.open("about:blank")
        browser.open(address)
        self.assertGreaterEqual(browser.evaluate(finished), later)
        again = browser.evaluate(finished)
        browser.until("document.getElementById('connection').textContent === 'live'")
        browser.until(f"{finished} > {again}")
        state = json.load(urllib.request.urlopen(address + "state.json"))
        self.assertFalse(state["over"])
        self.assertGreaterEqual(state["tasks"]["finished"], again)
        self.look(browser, address, "dashboard")
        self.check_quiet(browser, address)

    def test_it_stays_open_with_the_report(self):
        address = self.start([*SHORT, "--keep-open"])
        browser = self.browse()
        browser.open(address)
        browser.until("document.getElementById('report') !== null")
        browser.until("document.getElementById('connection').textContent === 'finished'")
        self.assertIn("9 of 9 candidates", browser.evaluate("document.getElementById('status').textContent"))
        self.check_quiet(browser, address)
        browser.follow("#report")
        self.assertEqual(browser.evaluate("location.pathname"), "/report")
        self.assertEqual(browser.evaluate("document.querySelectorAll('#candidates tbody tr').length"), 9)
        # Its script runs under its own policy.
        browser.evaluate("document.querySelectorAll('#candidates th button')[1].click()")
        self.assertEqual(
            browser.evaluate("document.querySelectorAll('#candidates th')[1].getAttribute('aria-sort')"), "descending")
        self.check_quiet(browser, address)
        browser.open(address)
        self.assertTrue(browser.evaluate("document.getElementById('report') !== null"))
        self.process.send_signal(signal.SIGINT)
        self.assertEqual(self.process.wait(timeout=60), 0)


if __name__ == "__main__":
    if not chromium.executable():
        print("+ the tests of the dashboard are skipped: Chromium is not installed ('make setup-browser' installs it)")
        sys.exit(0)
    unittest.main()
