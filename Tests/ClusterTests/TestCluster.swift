import DaskCluster
import Foundation
import TaskGraph
import TestOperations
import Testing

/// Whether there is what clusters are made with; `make test-cluster` says so.
let hasClusters = ProcessInfo.processInfo.environment["TRELLIS_CLUSTER_TESTS"] != nil

/// A scheduler and workers as processes of their own, on loopback; all end with the value.
///
/// `@unchecked Sendable`: what is mutable is touched with the lock only, and a process only started before it is
/// shared, and shut down when the last reference to the value is released.
final class TestCluster: @unchecked Sendable {
    private let folder: URL
    private let scheduler: Process
    private let lock = NSLock()
    private var workers: [Process] = []

    /// The options with certificates, if connections are encrypted.
    private let encryption: [String]
    private let tls: TLSFiles?

    /// The scheduler's address, and the number of its process.
    let address: String
    let schedulerIdentifier: Int32

    /// Starts a scheduler.
    ///
    /// - Parameters:
    ///   - port: 0 for any.
    ///   - isEncrypted: whether connections are, by certificates made for this cluster.
    ///   - environment: what the scheduler's environment has beyond this process's.
    init(port: Int = 0, isEncrypted: Bool = false, environment: [String: String] = [:]) throws {
        folder = FileManager.default.temporaryDirectory.appending(component: "trellis-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let file = folder.appending(component: "scheduler.json")
        tls = isEncrypted ? try TLSFiles.made(in: folder) : nil
        encryption =
            tls.map {
                ["--tls-ca-file", $0.authority, "--tls-cert", $0.certificate, "--tls-key", $0.key]
            } ?? []
        scheduler = try Self.start(
            [
                "scheduler", "--host", "127.0.0.1", "--port", "\(port)", "--no-dashboard", "--scheduler-file",
                file.path, "--protocol", isEncrypted ? "tls" : "tcp",
            ] + encryption, in: folder, adding: environment)
        schedulerIdentifier = scheduler.processIdentifier
        struct Contents: Decodable { var address: String }
        var contents: Contents?
        for _ in 0..<400 where contents == nil {
            usleep(50_000)
            contents = try? JSONDecoder().decode(Contents.self, from: Data(contentsOf: file))
        }
        address = try #require(contents, "no scheduler within 20 s").address
    }

    deinit {
        for process in workers + [scheduler] { Self.end(process) }
        try? FileManager.default.removeItem(at: folder)
    }

    /// The port of the scheduler.
    var port: Int { address.split(separator: ":").last.flatMap { Int($0) } ?? 0 }

    /// Starts a worker with one thread in a separate process, by default with a nanny.
    ///
    /// - Returns: the number of the process.
    @discardableResult
    func addWorker(_ arguments: String..., environment: [String: String] = [:]) throws -> Int32 {
        let worker = try Self.start(
            [
                "worker", address, "--host", "127.0.0.1", "--nthreads", "1", "--no-dashboard",
                "--local-directory",
                folder.path,
            ] + encryption + arguments, in: folder, adding: environment)
        lock.withLock { workers.append(worker) }
        return worker.processIdentifier
    }

    /// How many bytes workers have on the disk of values that do not fit into memory.
    var spilledBytes: Int {
        let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: [.fileSizeKey])
        return (files?.compactMap { $0 as? URL } ?? []).filter { $0.pathComponents.contains("storage") }
            .reduce(0) { $0 + ((try? $1.resourceValues(forKeys: [.fileSizeKey]).fileSize) ?? 0) }
    }

    /// A folder for a test's own files, which goes with the value.
    func makeFolder(_ name: String) throws -> URL {
        let made = folder.appending(component: name)
        try FileManager.default.createDirectory(at: made, withIntermediateDirectories: true)
        return made
    }

    /// Connects, once there are so many workers.
    func connect(
        workers count: Int, registry: OperationRegistry = .forTests, runtime: PythonRuntime = .find(),
        sharedDirectory: String? = nil, limits: ClusterLimits = ClusterLimits(),
        warn: @escaping @Sendable (String) -> Void = { _ in }
    ) async throws -> DaskScheduler {
        for _ in 0..<200 {
            let connected = try await DaskScheduler.connect(
                to: ClusterAddress(scheduler: address, tls: tls), registry: registry, runtime: runtime,
                sharedDirectory: sharedDirectory, limits: limits, warn: warn)
            // It counts one where there is none.
            if connected.threads >= count { return connected }
            await connected.close()
        }
        Issue.record("there are not \(count) workers in time")
        throw CancellationError()
    }

    /// Ends a process and those that it started, at once.
    static func end(_ process: Process) {
        guard process.isRunning else { return }
        let descendants = descendants(of: process.processIdentifier)
        kill(process.processIdentifier, SIGKILL)
        for descendant in descendants { kill(descendant, SIGKILL) }
        process.waitUntilExit()
    }

    /// The processes that a process started, and those that they did.
    static func descendants(of parent: Int32) -> [Int32] {
        let processes = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        let children = processes.compactMap { Int32($0) }.filter { process in
            let status = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)
            // After the name, which may hold anything: state and parent.
            let words = status?.split(separator: ")").last?.split(separator: " ")
            return words?.dropFirst().first.flatMap { Int32($0) } == parent
        }
        return children + children.flatMap(descendants)
    }

    private static func start(
        _ arguments: [String], in folder: URL, adding additions: [String: String] = [:]
    ) throws -> Process {
        let process = Process()
        process.executableURL = URL(filePath: PythonRuntime.find().python)
        process.arguments = ["-m", "dask"] + arguments
        process.currentDirectoryURL = folder
        var environment = ProcessInfo.processInfo.environment
        // What workers run must come from the client.
        environment["TRELLIS_WORKER_LIBRARY"] = nil
        environment["PYTHONPATH"] = nil
        environment["DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES"] = "1"
        environment["DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT"] = "5s"
        process.environment = environment.merging(additions) { $1 }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        return process
    }
}

extension TLSFiles {
    /// Makes an authority, and a certificate that it signs for everybody on loopback.
    fileprivate static func made(in folder: URL) throws -> TLSFiles {
        func openssl(_ words: String) throws {
            let process = Process()
            process.executableURL = URL(filePath: "/usr/bin/env")
            process.arguments = ["openssl"] + words.split(separator: " ").map(String.init)
            process.currentDirectoryURL = folder
            process.standardOutput = FileHandle.nullDevice
            process.standardError = FileHandle.nullDevice
            try process.run()
            process.waitUntilExit()
            try #require(process.terminationStatus == 0, "openssl \(words)")
        }
        try openssl("req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -subj /CN=ca -days 2")
        try openssl("req -newkey rsa:2048 -nodes -keyout key.pem -out request.pem -subj /CN=loopback")
        try openssl(
            "x509 -req -in request.pem -CA ca.pem -CAkey ca.key -CAcreateserial -out cert.pem -days 2")
        func path(_ name: String) -> String { folder.appending(component: name).path }
        return TLSFiles(certificate: path("cert.pem"), key: path("key.pem"), authority: path("ca.pem"))
    }
}

/// Lets something be done once so many tasks of a run have ended.
final class Trigger: Sendable {
    private let state: Locked<(left: Int, action: (@Sendable () -> Void)?)>
    private let workers = Locked<Set<Int>>([])

    init(after count: Int, _ action: @escaping @Sendable () -> Void) {
        state = Locked((count, action))
    }

    /// How many threads of workers have ended tasks.
    var workerCount: Int { workers.withLock { $0.count } }

    func receive(_ event: RunEvent) {
        guard case .finished(let run) = event else { return }
        workers.withLock { _ = $0.insert(run.worker) }
        let action: (@Sendable () -> Void)? = state.withLock { state in
            state.left -= 1
            guard state.left <= 0 else { return nil }
            defer { state.action = nil }
            return state.action
        }
        // Not on the thread that reports events, because it may take time.
        if let action { Thread.detachNewThread(action) }
    }
}
