import Foundation
import Testing

/// Without a cluster, the command fails soon, with a clear message.
@Suite struct MissingClusterTests {
    private static let search = irisSearch + ["--scheduler", "local-cluster"]
    /// A file that is there, for what is looked at only later.
    private static let library = ["TRELLIS_WORKER_LIBRARY": "/dev/null"]

    @Test func pythonIsMissing() throws {
        let run = try Trellis.run(
            Self.search, adding: Self.library.merging(["TRELLIS_PYTHON": "/nowhere/python3"]) { $1 })
        #expect(
            run.errors == """
                error: no Python interpreter at '/nowhere/python3'; run 'make setup-cluster' to install the \
                requirements, or set TRELLIS_PYTHON to another interpreter

                """)
        #expect(run.status == 1 && run.output == "")
    }

    @Test func daskIsMissing() throws {
        // A Python that finds no installed packages.
        let folder = try TemporaryFolder()
        let python = try folder.write("#!/bin/sh\nexec python3 -S \"$@\"\n", to: "python")
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: python)
        let run = try Trellis.run(
            Self.search, adding: Self.library.merging(["TRELLIS_PYTHON": python]) { $1 })
        #expect(
            run.errors.hasPrefix("error: \(python) has no module '")
                && run.errors.contains("'; run 'make setup-cluster' to install the requirements, "))
        #expect(run.status == 1 && run.output == "")
    }

    @Test func libraryIsMissing() throws {
        let run = try Trellis.run(Self.search, adding: ["TRELLIS_WORKER_LIBRARY": "/nowhere.so"])
        #expect(
            run.errors == """
                error: /nowhere.so: there is no such file; run 'make worker' to build the worker library, \
                or set TRELLIS_WORKER_LIBRARY to another library

                """)
        #expect(run.status == 1 && run.output == "")
    }
}

/// The command on real clusters, with the requirements that `make test-cluster` installs.
@Suite(
    .serialized, .enabled(if: ProcessInfo.processInfo.environment["TRELLIS_CLUSTER_TESTS"] != nil),
    .timeLimit(.minutes(20)))
struct CommandClusterTests {
    /// The library with Trellis's own steps.
    private static let library = [
        "TRELLIS_WORKER_LIBRARY": Trellis.repository.appending(path: ".build/worker/libTrellisWorker.so").path
    ]
    /// Many minutes of work.
    private static let long = [
        "search", "datasets/digits.csv", "--target", "digit", "--pipeline", "standard-scaler | svc", "--grid",
        "svc.C=0.01:1000:log:100", "--grid", "svc.gamma=0.0001:1:log:10", "--scheduler",
    ]

    @Test func localClusterHasTheResultsOfThreads() throws {
        let folder = try TemporaryFolder()
        func search(_ name: String, _ flags: [String]) throws -> (run: TrellisRun, json: SearchJSON) {
            let run = try Trellis.run(
                irisSearch + ["--grid", "svc.C=0.1,1,10", "--json", folder[name]] + flags,
                adding: Self.library)
            let data = Data(try folder.text(name).utf8)
            return (run, try JSONDecoder().decode(SearchJSON.self, from: data))
        }
        let here = try search("here", [])
        let there = try search("there", ["--scheduler", "local-cluster", "--workers", "2"])
        #expect(
            here.json.candidates.map(\.scores["accuracy"]?.splits)
                == there.json.candidates.map(\.scores["accuracy"]?.splits))
        #expect(there.run.errors.hasPrefix("dashboard: http://127.0.0.1:"))
        #expect(there.json.scheduler.kind == "local-cluster" && there.json.scheduler.workers == 2)
        #expect(there.run.status == 0)
    }

    /// The scores of candidates.
    private struct Candidates: Decodable, Equatable {
        struct Candidate: Decodable, Equatable {
            let scores: [String: Scores]
        }
        struct Scores: Decodable, Equatable {
            let splits: [Double]
        }
        let candidates: [Candidate]
    }

    /// Workers read the parts of the files, whose paths here are relative.
    @Test func tablesInFilesHaveTheResultsOfThreads() throws {
        let folder = try TemporaryFolder()
        let flags = [[], ["--scheduler", "local-cluster", "--workers", "2"]]
        func run(_ arguments: [String]) throws -> [String] {
            try flags.map { flags in
                let run = try Trellis.run(
                    arguments + ["--json", folder["result"]] + flags, adding: Self.library)
                #expect(run.status == 0, "\(run.errors)")
                return try folder.text("result")
            }
        }
        let tables = try run(
            ["table", "datasets/wine.csv", "--group-by", "class", "--mean", "alcohol", "--memory", "1M"])
        #expect(tables[0] == tables[1] && tables[0].contains("mean_alcohol"))
        for flags in flags {
            let name = flags.isEmpty ? "here.csv" : "there.csv"
            let run = try Trellis.run(
                [
                    "table", "datasets/wine.csv", "--sort", "class,-alcohol", "--memory", "1M", "--output",
                    folder[name],
                ] + flags, adding: Self.library)
            #expect(run.status == 0, "\(run.errors)")
        }
        #expect(try folder.text("here.csv") == folder.text("there.csv"))
        let searches = try run([
            "search", "--chunked", "datasets/wine.csv", "--target", "class", "--pipeline",
            "standard-scaler | logistic-regression", "--grid", "logistic-regression.C=0.1,1", "--quiet",
        ]).map { try JSONDecoder().decode(Candidates.self, from: Data($0.utf8)) }
        #expect(searches[0] == searches[1] && searches[0].candidates.count == 2)
    }

    @Test func comparisonHasAClusterAmongItsWays() throws {
        let run = try Trellis.run(
            ["compare"] + irisSearch.dropFirst() + [
                "--schedulers", "serial,local-cluster:1", "--repeat", "1", "--quiet",
            ], adding: Self.library)
        let row = try #require(run.output.split(separator: "\n").first { $0.contains("local-cluster:1") })
        #expect(row.hasSuffix("identical"), "\(run.output)")
        #expect(run.errors == "" && run.status == 0)
    }

    @Test func noServerListens() throws {
        let run = try Trellis.run(irisSearch + ["--scheduler", "tcp://127.0.0.1:1"], adding: Self.library)
        #expect(run.errors == "error: cannot connect to tcp://127.0.0.1:1: Connection refused\n")
        #expect(run.status == 1 && run.output == "")
    }

    @Test func unencryptedConnectionsPrintAWarning() throws {
        // The wildcard address, which leads to this machine; no server listens.
        let run = try Trellis.run(irisSearch + ["--scheduler", "tcp://0.0.0.0:1"], adding: Self.library)
        #expect(
            run.errors == """
                warning: the connection to tcp://0.0.0.0:1 is neither encrypted nor authenticated: anyone on the \
                network can read the data and run code on both sides; tls://HOST:PORT prevents this
                error: cannot connect to tcp://0.0.0.0:1: Connection refused

                """)
        #expect(run.status == 1 && run.output == "")
    }

    @Test func serverIsNotAScheduler() throws {
        // The server accepts connections and never sends anything.
        let silent = try ListeningSocket()
        let run = try Trellis.run(
            irisSearch + ["--scheduler", "tcp://127.0.0.1:\(silent.port)"], adding: Self.library)
        #expect(
            run.errors.contains(
                /^error: (cannot connect to|the server at) tcp:\/\/127\.0\.0\.1:\d+(:| is not a Dask scheduler:) .+\n$/
            ))
        #expect([1, 2].contains(run.status) && run.output == "")
    }

    @Test func aClusterThatRunsSharesTheMemoryAmongItsWorkers() throws {
        let cluster = try RunningCluster()
        let folder = try TemporaryFolder()
        let problem = [
            "datasets/wine.csv", "--target", "class", "--pipeline", "svc", "--grid", "svc.C=0.1,1", "--grid",
            "svc.gamma=0.1,1", "--memory", "1M",
        ]
        let run = try Trellis.run(
            ["search"] + problem + ["--scheduler", cluster.address, "--quiet", "--json", folder["there"]],
            adding: Self.library)
        #expect(run.errors == "" && run.status == 0)
        let there = try SearchJSON(folder.text("there"))
        #expect(there.scheduler.kind == "tcp" && there.scheduler.workers == 2)
        let plans = try ["1", "2"].map { try Trellis.run(["plan"] + problem + ["--workers", $0]).output }
        #expect(!plans[0].contains(", \(there.plan.tasksMerged) after sharing\n"))
        #expect(plans[1].contains(", \(there.plan.tasksMerged) after sharing\n"))
        #expect(try cluster.taskCount() == 0)
    }

    @Test func aSlowWorkerIsNamed() throws {
        let cluster = try RunningCluster()
        let worker = try #require(
            Self.descendants(of: cluster.identifier).first {
                (try? String(contentsOfFile: "/proc/\($0)/cmdline", encoding: .utf8))?.contains("spawn_main")
                    ?? false
            })
        kill(worker, SIGSTOP)
        defer { kill(worker, SIGCONT) }
        let run = try Trellis.run(
            irisSearch + ["--scheduler", cluster.address, "--worker-timeout", "1"], adding: Self.library)
        #expect(
            run.errors.contains(
                /^error: the worker [01] \(tcp:\/\/127\.0\.0\.1:\d+\) has not responded for 1\.0 s; .*\n$/))
        #expect(run.status == 1 && run.output == "")
    }

    @Test func aKilledCommandLeavesAClusterThatRunsClean() async throws {
        let cluster = try RunningCluster()
        let run = try Trellis.start(Self.long + [cluster.address], adding: Self.library)
        while try cluster.taskCount() == 0 { try await Task.sleep(for: .milliseconds(50)) }
        try await Task.sleep(for: .seconds(1))
        kill(run.identifier, SIGKILL)
        #expect(try run.end().status == 137)
        for _ in 0..<150 where try cluster.taskCount() > 0 { try await Task.sleep(for: .milliseconds(100)) }
        #expect(try cluster.taskCount() == 0)
    }

    @Test(arguments: [SIGINT, SIGKILL]) func theClusterEndsWithTheCommand(signal: Int32) async throws {
        let run = try Trellis.start(Self.long + ["local-cluster:1"], adding: Self.library)
        while !run.errors.contains("dashboard") { try await Task.sleep(for: .milliseconds(50)) }
        try await Task.sleep(for: .seconds(1))
        let processes = Self.descendants(of: run.identifier)
        // The bridge, and a worker at least.
        #expect(processes.count >= 2)
        kill(run.identifier, signal)
        let end = try run.end()
        #expect(end.status == (signal == SIGINT ? 130 : 137))
        for _ in 0..<150 where processes.contains(where: { kill($0, 0) == 0 }) {
            try await Task.sleep(for: .milliseconds(100))
        }
        #expect(processes.allSatisfy { kill($0, 0) != 0 })
    }

    @Test(arguments: [300, 1000, 2000]) func interruptedWhileConnecting(milliseconds: Int) async throws {
        let folder = try TemporaryFolder()
        let run = try Trellis.start(
            Self.long + ["local-cluster:1"],
            adding: Self.library.merging(["TMPDIR": folder.directory]) { $1 })
        while run.isRunning, !run.handlesInterrupts { try await Task.sleep(for: .milliseconds(20)) }
        try await Task.sleep(for: .milliseconds(milliseconds))
        run.interrupt()
        #expect(try run.end().status == 130)
        #expect(try folder.names == [])
    }

    private static func descendants(of parent: Int32) -> [Int32] {
        let processes = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        let children = processes.compactMap { Int32($0) }.filter { process in
            let status = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)
            let words = status?.split(separator: ")").last?.split(separator: " ")
            return words?.dropFirst().first.flatMap { Int32($0) } == parent
        }
        return children + children.flatMap(descendants)
    }
}
