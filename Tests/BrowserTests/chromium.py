"""A headless Chromium that is driven over pipes by the DevTools protocol, with the standard library alone."""

import base64
import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import time

NAMES = ("chromium", "chromium-browser", "google-chrome")
TIMEOUT = 60


def executable():
    """The path of Chromium; None if it is not installed."""
    return next((path for path in map(shutil.which, NAMES) if path), None)


class Chromium:
    """One browser with one page. It keeps all events, so that what the page requests and logs can be checked."""

    def __init__(self):
        self.folder = tempfile.TemporaryDirectory(
            prefix="chromium-", ignore_cleanup_errors=True)  # its processes may still write for a moment
        (read, self.output), (self.input, write) = os.pipe(), os.pipe()

        def place():
            # Chromium reads commands from 3 and writes events to 4.
            spare = os.dup(write)
            os.dup2(os.dup(read), 3)
            os.dup2(spare, 4)

        self.process = subprocess.Popen(
            [executable(), "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--no-first-run",
             "--disable-dev-shm-usage", "--remote-debugging-pipe", f"--user-data-dir={self.folder.name}", "about:blank"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, preexec_fn=place, close_fds=False)
        os.close(read)
        os.close(write)
        self.buffer, self.count, self.session, self.events = b"", 0, None, []
        targets = self.call("Target.getTargets")["targetInfos"]
        page = next(target for target in targets if target["type"] == "page")
        self.session = self.call("Target.attachToTarget", targetId=page["targetId"], flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{domain}.enable")

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.process.terminate()
        self.process.wait()
        os.close(self.output)
        os.close(self.input)
        self.folder.cleanup()

    def receive(self):
        deadline = time.monotonic() + TIMEOUT
        while b"\0" not in self.buffer:
            data = os.read(self.input, 1 << 16)
            if not data or time.monotonic() > deadline:
                raise RuntimeError("Chromium has ended")
            self.buffer += data
        message, self.buffer = self.buffer.split(b"\0", 1)
        return json.loads(message)

    def call(self, method, **parameters):
        self.count += 1
        message = {"id": self.count, "method": method, "params": parameters}
        if self.session:
            message["sessionId"] = self.session
        os.write(self.output, json.dumps(message).encode() + b"\0")
        while True:
            reply = self.receive()
            if reply.get("id") == self.count:
                if "error" in reply:
                    raise RuntimeError(f"{method}: {reply['error']}")
                return reply["result"]
            self.events.append(reply)

    def open(self, page, width=1280, height=900, scheme="light"):
        """Opens a file or an address, and waits until it is loaded."""
        self.events.clear()
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)
        self.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
        self.call("Page.navigate", url=page if "://" in str(page) else pathlib.Path(page).resolve().as_uri())
        self.wait_for_load()

    def follow(self, selector):
        """Clicks a link, and waits until its page is loaded."""
        self.events.clear()
        self.evaluate(f"document.querySelector('{selector}').click()")
        self.wait_for_load()

    def wait_for_load(self):
        while not any(event.get("method") == "Page.loadEventFired" for event in self.events):
            self.events.append(self.receive())

    def evaluate(self, expression):
        """The value of a JavaScript expression in the page."""
        reply = self.call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in reply:
            raise RuntimeError(f"{expression}: {reply['exceptionDetails']}")
        return reply["result"].get("value")

    def press(self, key, text=""):
        self.call("Input.dispatchKeyEvent", type="keyDown", key=key, code=key, text=text)
        self.call("Input.dispatchKeyEvent", type="keyUp", key=key, code=key)

    def mouse(self, kind, x, y, **details):
        """Moves the mouse, presses or releases its button, or turns its wheel."""
        self.call("Input.dispatchMouseEvent", type=kind, x=x, y=y, **details)

    def until(self, expression):
        """Waits until a JavaScript expression is true in the page, and returns its value."""
        deadline = time.monotonic() + TIMEOUT
        while not (value := self.evaluate(expression)):
            if time.monotonic() > deadline:
                raise RuntimeError(f"{expression} is still {value}")
            time.sleep(0.05)
        return value

    def type(self, text):
        self.call("Input.insertText", text=text)

    def screenshot(self, path, height=15_000):
        """Writes a picture of the page from its top, of at most a height."""
        size = self.call("Page.getLayoutMetrics")["cssContentSize"]
        data = self.call(
            "Page.captureScreenshot", captureBeyondViewport=True,
            clip={"x": 0, "y": 0, "width": size["width"], "height": min(size["height"], height), "scale": 1})["data"]
        pathlib.Path(path).write_bytes(base64.b64decode(data))

    def requests(self):
        """The addresses that the page requested."""
        return [event["params"]["request"]["url"] for event in self.events
                if event.get("method") == "Network.requestWillBeSent"]

    def problems(self):
        """What the page logged as errors, its exceptions, and the dialogs that it opened."""
        kinds = {"Runtime.exceptionThrown", "Page.javascriptDialogOpening"}
        return [event for event in self.events
                if event.get("method") in kinds
                or event.get("method") == "Log.entryAdded" and event["params"]["entry"]["level"] in ("error", "warning")
                or event.get("method") == "Runtime.consoleAPICalled" and event["params"]["type"] == "error"]
