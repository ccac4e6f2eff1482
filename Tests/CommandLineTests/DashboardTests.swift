import Foundation
import Testing

@testable import TrellisCommandLine

/// The dashboard of a search, over HTTP.
@Suite(.serialized, .timeLimit(.minutes(20))) struct DashboardTests {
    /// Half a minute of work for one worker.
    private static let long = [
        "search", "datasets/digits.csv", "--target", "digit", "--pipeline", "pca | svc", "--grid",
        "pca.n_components=2:60:lin:59", "--grid", "svc.C=0.1:100:log:50", "--workers", "1", "--quiet",
    ]

    /// A search that runs with a dashboard, and its address.
    private final class Running {
        let run: StartedRun
        let url: URL

        init(_ address: String = "0", _ arguments: [String] = long) throws {
            run = try Trellis.start(arguments + ["--dashboard", address])
            while run.isRunning, !run.errors.contains("\n") { Thread.sleep(forTimeInterval: 0.02) }
            let line = try #require(run.errors.firstMatch(of: /dashboard: (\S+)\n/)).1
            url = try #require(URL(string: String(line)))
        }

        deinit { run.interrupt(by: SIGKILL) }

        /// Returns the status and the body of an answer, read to its end or until a condition holds for the text so far.
        func get(
            _ path: String, method: String = "GET", host: String? = "localhost", cookie: String? = nil,
            query: String? = nil, until isEnough: (String) -> Bool = { _ in false }
        ) throws -> (status: Int, body: String) {
            let target = path + ((query ?? url.query).map { "?\($0)" } ?? "")
            var request = "\(method) \(target) HTTP/1.1\\r\\nConnection: close\\r\\n"
            if let host { request += "Host: \(host)\\r\\n" }
            if let cookie { request += "Cookie: \(cookie)\\r\\n" }
            let process = Process()
            process.executableURL = URL(filePath: "/bin/bash")
            process.arguments = [
                "-c",
                "exec 3<>/dev/tcp/127.0.0.1/\(url.port ?? 0); printf '\(request)\\r\\n' >&3; exec cat <&3",
            ]
            let output = Pipe()
            process.standardOutput = output
            try process.run()
            var bytes = Data()
            while !isEnough(String(decoding: bytes, as: UTF8.self)) {
                let next = output.fileHandleForReading.availableData
                if next.isEmpty { break }
                bytes += next
            }
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
            // A line end is one character.
            let text = String(decoding: bytes, as: UTF8.self).replacing("\r\n", with: "\n")
            let status = text.firstMatch(of: /^HTTP\/1.1 (\d+)/).flatMap { Int($0.1) }
            return (status ?? 0, String(text[(text.range(of: "\n\n")?.upperBound ?? text.endIndex)...]))
        }
    }

    @Test func itShowsTheSearchWhileItRuns() throws {
        let running = try Running()
        #expect(running.url.host() == "127.0.0.1")
        let page = try running.get("/")
        #expect(
            page.status == 200 && page.body.hasPrefix("<!doctype html>")
                && page.body.contains("id=\"status\""))
        var state: [String: Any] = [:]
        for _ in 0..<400 {
            let answer = try running.get("/state.json")
            state = try #require(JSONSerialization.jsonObject(with: Data(answer.body.utf8)) as? [String: Any])
            if ((state["candidates"] as? [String: Int])?["scored"] ?? 0) > 0 { break }
            Thread.sleep(forTimeInterval: 0.05)
        }
        #expect((state["candidates"] as? [String: Int])?["total"] == 2950)
        #expect((state["best"] as? [String: Any])?["score"] as? Double ?? 0 > 0)
        #expect((state["tasks"] as? [String: Int])?["finished"] ?? 0 > 0)
        #expect(state["over"] as? Bool == false)
        let metrics = try running.get("/metrics")
        #expect(metrics.body.contains("# TYPE trellis_tasks_finished_total counter\n"))
        #expect(metrics.body.contains("trellis_candidates 2950"))
        #expect(try running.get("/nowhere").status == 404)
        #expect(try running.get("/report").status == 404)
        #expect(try running.get("/", method: "POST").status == 404)
        // Two updates take half a second; each is one line of JSON with all parts.
        let updates = try running.get("/updates", until: { $0.matches(of: /data: .*\n/).count >= 2 }).body
        let lines = updates.split(separator: "\n").filter { $0.hasPrefix("data: ") }
        #expect(lines.count >= 2)
        for line in lines {
            let update =
                try JSONSerialization.jsonObject(with: Data(line.dropFirst(6).utf8)) as? [String: Any]
            #expect((update?["parts"] as? [String: String])?["status"]?.contains("tasks") == true)
        }
    }

    /// A page of another site cannot read the dashboard through a name that refers to this machine.
    @Test func requestsForOtherHostsAreRefused() throws {
        let running = try Running("0", Self.long + ["--log-level", "notice"])
        let port = running.url.port ?? 0
        #expect(try running.get("/state.json", host: "evil.example").status == 421)
        #expect(
            running.run.errors.contains(" notice search: request refused host=evil.example path=/state.json ")
        )
        #expect(try running.get("/", host: "evil.example:\(port)").status == 421)
        #expect(try running.get("/", host: "localhost:\(port)").status == 200)
        #expect(try running.get("/", host: "[::1]:\(port)").status == 200)
        #expect(try running.get("/", host: nil).status == 421)
    }

    @Test func anotherAddressNeedsTheToken() throws {
        let running = try Running("0.0.0.0:0")
        let token = try #require(running.url.query).dropFirst("token=".count)
        #expect(token.count == 36)
        for path in ["/", "/state.json", "/metrics", "/updates"] {
            #expect(try running.get(path, query: "").status == 403)
            #expect(try running.get(path, query: "token=\(token.dropLast())").status == 403)
        }
        #expect(try running.get("/").status == 200)
        #expect(try running.get("/state.json", cookie: "a=b; token=\(token)", query: "").status == 200)
    }

    /// Readers that read nothing do not slow the search, and take no memory.
    @Test func slowReadersAreFew() throws {
        let running = try Running()
        let port = UInt16(running.url.port ?? 0)
        var readers: [Process] = []
        defer { for reader in readers { kill(reader.processIdentifier, SIGKILL) } }
        for _ in 0..<40 {
            let process = Process()
            process.executableURL = URL(filePath: "/bin/bash")
            process.arguments = [
                "-c",
                "exec 3<>/dev/tcp/127.0.0.1/\(port); printf 'GET /updates HTTP/1.1\\r\\nHost: localhost\\r\\n\\r\\n' >&3; exec sleep 60",
            ]
            try process.run()
            readers.append(process)
        }
        var status = 200
        for _ in 0..<100 where status == 200 {
            status = try running.get("/updates", until: { $0.contains("\r\n\r\n") }).status
        }
        #expect(status == 503)
        #expect(try running.get("/state.json").status == 200)
    }

    @Test func itStaysOpenUntilItIsInterrupted() throws {
        let folder = try TemporaryFolder()
        let running = try Running(
            "0",
            [
                "search", "datasets/iris.csv", "--target", "species", "--pipeline", "svc", "--json",
                folder["json"], "--keep-open",
            ])
        while running.run.isRunning, !running.run.errors.contains("stays open") {
            Thread.sleep(forTimeInterval: 0.02)
        }
        let state = try running.get("/state.json").body
        #expect(state.contains("\"over\":true") && state.contains("\"activity\":\"finished\""))
        #expect(try !folder.text("json").isEmpty)
        // The report is on the same server, and linked.
        let report = try running.get("/report")
        #expect(report.status == 200 && report.body.contains("id=\"candidates\""))
        #expect(try running.get("/").body.contains("href=\"report\""))
        #expect(try running.get("/report", host: "evil.example").status == 421)
        // The stream of updates ends with the search.
        #expect(try running.get("/updates").body.contains("\"over\":true"))
        running.run.interrupt()
        #expect(try running.run.end().status == 0)
    }

    @Test(arguments: ["99999", "x", ":80", "", "1.2.3.4.5:80", "localhost:1"])
    func badAddressesAreRefused(address: String) throws {
        let run = try Trellis.run(Self.long + ["--dashboard", address])
        #expect(run.status != 0 && run.output == "")
        #expect(run.errors.hasPrefix("error: --dashboard"), "\(run.errors)")
    }

    @Test func aPortInUseIsRefused() throws {
        let running = try Running()
        let run = try Trellis.run(Self.long + ["--dashboard", "\(running.url.port ?? 0)"])
        #expect(run.status == 1 && run.errors.contains("choose another port"))
    }

    @Test func theDashboardOfTheClusterIsLinked() {
        let live = LiveSearch(activity: "searching")
        live.show(clusterDashboard: "javascript:alert(1)")
        #expect(!DashboardPage.html(live.snapshot).contains("javascript:"))
        live.show(clusterDashboard: "http://10.0.0.1:8787/status?a=\"b\"")
        #expect(
            DashboardPage.html(live.snapshot).contains(
                "href=\"http://10.0.0.1:8787/status?a=&quot;b&quot;\""))
    }

    @Test func hostileNamesAreShownAndNotRun() {
        let live = LiveSearch(activity: "reading <script>alert(1)</script>\"'&\u{202E}.csv")
        let page = DashboardPage.html(live.snapshot)
        #expect(!page.contains("<script>alert"))
        #expect(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;\u{FFFD}.csv"))
        #expect(!PrometheusText.of(live.snapshot).contains("<script>"))
    }
}
