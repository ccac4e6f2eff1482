"""Loads the page of `trellis search --report` in a real Chromium: TRELLIS=.build/release/trellis python3 test_report.py

The numbers on the page are compared with those of --json. SCREENSHOTS=FOLDER also writes pictures of the pages.
"""

import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time
import unittest

import chromium

ROOT = pathlib.Path(__file__).resolve().parents[2]
TRELLIS = os.environ.get("TRELLIS", str(ROOT / ".build/release/trellis"))
HOSTILE = '<script>alert(1)</script>"\'><img src=x onerror=alert(2)>\u202e'

ROWS = "[...document.querySelectorAll('#candidates tbody tr')]"


class ReportTests(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory(prefix="trellis-report-")
        cls.browser = chromium.Chromium()
        cls.addClassCleanup(cls.folder.cleanup)
        cls.addClassCleanup(cls.browser.__exit__)

    def search(self, name, data, *options):
        """The path of the report of a search, and its results."""
        folder = pathlib.Path(self.folder.name)
        page, results = folder / f"{name}.html", folder / f"{name}.json"
        subprocess.run(
            [TRELLIS, "search", str(data), "--quiet", "--workers", "2", "--report", str(page), "--json", str(results),
             *options], check=True, stdout=subprocess.DEVNULL)
        return page, json.loads(results.read_text())

    def check_quiet(self, page):
        """The page has logged nothing, opened nothing and requested nothing but itself."""
        self.assertEqual(self.browser.problems(), [])
        self.assertEqual(self.browser.requests(), [page.resolve().as_uri()])

    def check_numbers(self, results, scorer):
        """The table has the scores of the results, to the last digit, in the order of the ranks."""
        rows = self.browser.evaluate(
            f"{ROWS}.map(row => [row.dataset.candidate, ...[...row.cells].map(cell => cell.dataset.value)])")
        self.assertEqual(len(rows), len(results["candidates"]))
        for row in rows:
            candidate = results["candidates"][int(row[0])]
            scores = candidate["scores"][scorer]
            self.assertEqual(int(float(row[1])), candidate["rank"][scorer])
            self.assertEqual(float(row[2]), scores["mean"])
            for split in scores["splits"]:
                self.assertIn(split, [float(value) for value in row[3:] if value])
        ranks = [float(row[1]) for row in rows]
        self.assertEqual(ranks, sorted(ranks))

    def check_sorting_and_filtering(self):
        browser = self.browser
        first = browser.evaluate(f"{ROWS}.map(row => row.dataset.candidate)")
        # By the keyboard: the second heading is the score, whose first direction has the best on top.
        browser.evaluate("document.querySelectorAll('#candidates th button')[1].focus()")
        browser.press("Enter", "\r")
        state = "document.querySelectorAll('#candidates th')[1].getAttribute('aria-sort')"
        values = f"{ROWS}.map(row => Number(row.cells[1].dataset.value))"
        self.assertEqual(browser.evaluate(state), "descending")
        self.assertEqual(browser.evaluate(values), sorted(browser.evaluate(values), reverse=True))
        browser.press("Enter", "\r")
        self.assertEqual(browser.evaluate(state), "ascending")
        self.assertEqual(browser.evaluate(values), sorted(browser.evaluate(values)))
        sorted_heads = browser.evaluate(
            "[...document.querySelectorAll('#candidates th')].filter(h => h.ariaSort !== 'none').length")
        self.assertEqual(sorted_heads, 1)
        # A filter shows the rows with all of its words.
        word = browser.evaluate("document.querySelector('#candidates tbody td:not(.n)').textContent")
        browser.evaluate("document.getElementById('filter').focus()")
        browser.type(word.lower())
        shown = browser.evaluate(f"{ROWS}.filter(row => !row.hidden).map(row => row.textContent)")
        self.assertTrue(0 < len(shown) < len(first))
        self.assertTrue(all(word.lower() in text.lower() for text in shown))
        self.assertEqual(
            browser.evaluate("document.getElementById('filter-status').textContent"),
            f"{len(shown)} of {len(first)} shown")
        browser.type(" no candidate has this")
        self.assertEqual(browser.evaluate(f"{ROWS}.filter(row => !row.hidden).length"), 0)

    def look(self, page, name):
        """The page fits every width, in light and dark."""
        for width, scheme in ((1280, "light"), (1280, "dark"), (390, "light"), (390, "dark")):
            self.browser.open(page, width=width, scheme=scheme)
            self.assertLessEqual(self.browser.evaluate("document.documentElement.scrollWidth"), width)
            if folder := os.environ.get("SCREENSHOTS"):
                self.browser.screenshot(pathlib.Path(folder) / f"{name}-{width}-{scheme}.png")
        self.check_quiet(page)

    def check_accessible(self):
        """Pictures have names, headings have an order, and fields have labels."""
        bare = self.browser.evaluate(
            "[...document.querySelectorAll('svg:not(.window)')].filter(svg => svg.getAttribute('role') !== 'img' "
            "|| !svg.querySelector(':scope > title').textContent || !svg.querySelector(':scope > desc')).length")
        self.assertEqual(bare, 0)
        self.assertEqual(self.browser.evaluate("document.querySelectorAll('h1').length"), 1)
        self.assertEqual(self.browser.evaluate("document.querySelectorAll('#filter')[0].labels.length"), 1)
        broken = self.browser.evaluate(
            "[...document.querySelectorAll('nav a')].filter(a => !document.querySelector(a.hash)).length")
        self.assertEqual(broken, 0)

    def test_classification(self):
        page, results = self.search(
            "digits", ROOT / "datasets/digits.csv", "--target", "digit", "--pipeline", "standard-scaler | pca | svc",
            "--grid", "pca.n_components=16,32", "--grid", "svc.C=0.1,1,10", "--grid", "svc.gamma=0.001,0.01,0.1",
            "--grid", "svc.kernel=rbf,linear")
        self.browser.open(page)
        self.check_quiet(page)
        self.check_numbers(results, "accuracy")
        self.assertEqual(
            self.browser.evaluate("document.querySelector('.tile b').textContent"),
            f"{results['best']['scores']['accuracy']:.4f}")
        self.check_accessible()
        self.check_sorting_and_filtering()
        titles = self.browser.evaluate(
            "[...document.querySelectorAll('svg > title')].map(title => title.textContent)")
        for title in ("Importance of parameters", "accuracy by svc.C", "Confusion matrix", "All candidates",
                      "Receiver operating characteristic", "Task stream", "Permutation importance",
                      "Support vectors"):
            self.assertIn(title, titles)
        self.look(page, "digits")

    def test_task_stream_zooms(self):
        page, _ = self.search(
            "zoom", ROOT / "datasets/iris.csv", "--target", "species", "--pipeline", "standard-scaler | pca | svc",
            "--grid", "pca.n_components=1,2", "--grid", "svc.C=0.1,1,10")
        browser = self.browser
        browser.open(page)
        window = "document.querySelector('.zoomable svg.window')"
        browser.evaluate(f"document.querySelector('.zoomable').scrollIntoView({{block: 'center'}})")
        whole = browser.evaluate(f"{window}.getAttribute('viewBox').split(' ').map(Number)")
        ticks = "[...document.querySelectorAll('[data-axis] text[text-anchor=middle]')].map(tick => tick.textContent)"
        first_ticks = browser.evaluate(ticks)

        def view():
            return browser.evaluate(f"{window}.getAttribute('viewBox').split(' ').map(Number)")

        left, top, width, height = browser.evaluate(
            f"(area => [area.left, area.top, area.width, area.height])({window}.getBoundingClientRect())")
        middle = (left + width / 2, top + height / 3)
        # Without the focus, the wheel scrolls the page.
        browser.mouse("mouseWheel", *middle, deltaX=0, deltaY=-100)
        self.assertEqual(view(), whole)
        browser.evaluate("document.querySelector('.zoomable').scrollIntoView({block: 'center'})")
        browser.evaluate("document.querySelector('.zoomable').focus()")
        left, top, width, height = browser.evaluate(
            f"(area => [area.left, area.top, area.width, area.height])({window}.getBoundingClientRect())")
        middle = (left + width / 2, top + height / 3)
        browser.mouse("mouseWheel", *middle, deltaX=0, deltaY=-100)
        browser.until(f"{window}.getAttribute('viewBox').split(' ')[2] < {whole[2]}")
        self.assertAlmostEqual(view()[2], 0.8 * whole[2], places=3)
        self.assertNotEqual(browser.evaluate(ticks), first_ticks)
        browser.press("+", "+")
        self.assertAlmostEqual(view()[2], 0.4 * whole[2], places=3)
        before = view()[0]
        browser.press("ArrowRight")
        self.assertGreater(view()[0], before)
        before = view()[0]
        browser.mouse("mousePressed", *middle, button="left", clickCount=1)
        browser.mouse("mouseMoved", middle[0] + 50, middle[1], button="left", buttons=1)
        browser.mouse("mouseReleased", middle[0] + 50, middle[1], button="left", clickCount=1)
        self.assertLess(view()[0], before)
        browser.press("0", "0")
        self.assertEqual(view(), whole)
        self.assertEqual(browser.evaluate(ticks), first_ticks)
        # The details of a bar: what it computes, for which candidates, how long, how large.
        bars = f"[...{window}.querySelectorAll('rect')]"
        x, y, text = browser.evaluate(
            f"(bar => {{ const area = bar.getBoundingClientRect(); return [area.left + area.width / 2, "
            f"area.top + area.height / 2, bar.querySelector('title').textContent]; }})"
            f"({bars}.filter(bar => bar.textContent.includes('candidate'))"
            f".sort((a, b) => b.getBoundingClientRect().width - a.getBoundingClientRect().width)[0])")
        browser.mouse("mouseMoved", x, y)
        shown = browser.until("document.querySelector('.zoomable figcaption').textContent.includes('candidate') "
                              "&& document.querySelector('.zoomable figcaption').textContent")
        self.assertRegex(shown, r": .*\d+ candidates?; .*split.*; result of about .*B, .*s$")
        self.assertIn("candidate", text)
        self.check_quiet(page)

    def test_comparison(self):
        page = pathlib.Path(self.folder.name) / "comparison.html"
        subprocess.run(
            [TRELLIS, "compare", str(ROOT / "datasets/iris.csv"), "--target", "species", "--pipeline", "pca | svc",
             "--grid", "pca.n_components=1,2", "--grid", "svc.C=1,10", "--schedulers", "serial,threads:1,threads:2",
             "--repeat", "2", "--quiet", "--report", str(page)], check=True, stdout=subprocess.DEVNULL)
        self.browser.open(page)
        titles = self.browser.evaluate(
            "[...document.querySelectorAll('svg > title')].map(title => title.textContent)")
        self.assertEqual(titles, ["Speed-up by workers", "Speed-up over no reuse", "Times"])
        self.assertEqual(self.browser.evaluate("document.querySelectorAll('tbody tr').length"), 5)
        self.look(page, "comparison")

    def test_study(self):
        page, study = (pathlib.Path(self.folder.name) / name for name in ("study.html", "iris.study"))
        _, results = self.search(
            "of-study", ROOT / "datasets/iris.csv", "--target", "species", "--pipeline", "standard-scaler | svc",
            "--grid", "svc.C=0.1,1,10", "--grid", "svc.gamma=0.01,0.1", "--study", str(study))
        subprocess.run([TRELLIS, "report", str(study), "--output", str(page)], check=True)
        self.browser.open(page)
        self.check_quiet(page)
        shown = self.browser.evaluate(f"{ROWS}.map(row => Number(row.cells[1].dataset.value))")
        means = sorted((each["scores"]["accuracy"]["mean"] for each in results["candidates"]), reverse=True)
        self.assertEqual(shown, means)
        self.check_sorting_and_filtering()
        self.look(page, "study")

    def test_regression(self):
        page, results = self.search(
            "diabetes", ROOT / "datasets/diabetes.csv", "--target", "progression", "--pipeline", "standard-scaler | ridge",
            "--grid", "ridge.alpha=0.01:1000:log:12", "--scoring", "r2,neg_mean_absolute_error")
        self.browser.open(page)
        self.check_quiet(page)
        self.check_numbers(results, "r2")
        titles = self.browser.evaluate(
            "[...document.querySelectorAll('svg > title')].map(title => title.textContent)")
        for title in ("Predicted against actual", "Residuals", "r2 by ridge.alpha", "Coefficients"):
            self.assertIn(title, titles)
        self.look(page, "diabetes")

    def test_adaptive_search(self):
        page, results = self.search(
            "adaptive", ROOT / "datasets/iris.csv", "--target", "species", "--pipeline", "standard-scaler | svc",
            "--grid", "svc.C=0.01:1000:loguniform", "--grid", "svc.gamma=1e-4:10:loguniform", "--search", "tpe:60")
        self.browser.open(page)
        self.check_quiet(page)
        self.check_numbers(results, "accuracy")
        self.assertEqual(self.browser.evaluate("document.querySelectorAll('#history svg').length"), 1)
        self.look(page, "adaptive")

    def test_hostile_names(self):
        table = pathlib.Path(self.folder.name) / "hostile <b>&'\".csv"
        quoted = HOSTILE.replace('"', '""')
        long = "x" * 10_000
        rows = [f'"{quoted}",{long},"</title><script>alert(3)</script>"']
        for row in range(60):
            name = (f'"{quoted}"', "']]>;alert(4)//", "plain")[row % 3]
            rows.append(f"{row % 7 + row % 3},{row % 5},{name}")
        table.write_text("\n".join(rows) + "\n")
        page, results = self.search(
            "hostile", table, "--target", "</title><script>alert(3)</script>", "--pipeline",
            "standard-scaler | logistic-regression", "--grid", "logistic-regression.C=0.1,1,10")
        self.browser.open(page)
        self.check_quiet(page)
        self.check_numbers(results, "accuracy")
        text = self.browser.evaluate("document.body.textContent")
        self.assertIn("<script>alert(1)</script>", text)
        self.assertNotIn("\u202e", text)
        self.look(page, "hostile")

    def test_many_candidates(self):
        page, results = self.search(
            "many", ROOT / "datasets/iris.csv", "--target", "species", "--pipeline",
            "standard-scaler | logistic-regression", "--grid", "logistic-regression.C=0.001:1000:log:40",
            "--grid", "logistic-regression.max_iter=100:124:lin:25")
        self.assertEqual(len(results["candidates"]), 1000)
        self.assertLess(page.stat().st_size, 2_000_000)
        self.browser.open(page)
        self.check_quiet(page)
        self.check_numbers(results, "accuracy")

    def test_very_many_candidates_and_tasks(self):
        """10,000 candidates and 1,000,000 tasks: the page opens in under 3 s and says what it summarises."""
        table = pathlib.Path(self.folder.name) / "small.csv"
        table.write_text("a,b,y\n" + "".join(f"{row % 7},{row * row % 11},{row % 5 + row % 7}\n" for row in range(70)))
        page, results = self.search(
            "very-many", table, "--target", "y", "--pipeline", "standard-scaler | ridge", "--grid",
            "ridge.alpha=0.001:1000:log:10000", "--cv", "kfold:33", "--no-sharing")
        self.assertEqual(len(results["candidates"]), 10_000)
        self.assertGreater(results["plan"]["tasksMerged"], 980_000)
        self.assertLess(page.stat().st_size, 2_000_000)
        start = time.monotonic()
        self.browser.open(page)
        seconds = time.monotonic() - start
        self.assertLess(seconds, 3)
        self.check_quiet(page)
        text = self.browser.evaluate("document.body.textContent")
        self.assertIn("The best 1000 of 10000 candidates are shown", text)
        self.assertRegex(text, r"[\d,]{7,9} tasks, summarised")
        self.assertEqual(self.browser.evaluate(f"{ROWS}.length"), 1000)
        self.look(page, "very-many")


if __name__ == "__main__":
    if not chromium.executable():
        print("+ the tests of pages are skipped: Chromium is not installed ('make setup-browser' installs it)")
        sys.exit(0)
    unittest.main()
