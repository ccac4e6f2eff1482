import DaskCluster
import Machine
import Trellis

/// A scheduler as the user names it.
///
/// One of `serial`, `threads`, `threads:4`, `local-cluster:2`, `tcp://HOST:PORT` and `tls://HOST:PORT`.
struct SchedulerChoice: Equatable {
    /// The kind: `serial`, `threads`, `local-cluster`, `tcp` or `tls`.
    let kind: String

    /// The number of tasks that may run at once; 0 for a cluster that is not connected yet.
    var workers: Int

    /// The address of the scheduler of a cluster.
    let address: String?

    /// The certificates of an encrypted connection.
    let tls: TLSFiles?

    /// A folder through which the workers of a cluster read the data.
    private(set) var sharedDirectory: String?

    /// The time limit for the workers of a cluster to load the library, in seconds.
    private(set) var workerTimeout: Double?

    /// Creates a choice from a kind and a number of workers.
    init(kind: String, workers: Int) {
        (self.kind, self.workers, address, tls) = (kind, workers, nil, nil)
    }

    /// Parses the name of a scheduler.
    ///
    /// - Parameters:
    ///   - text: The name.
    ///   - workers: The value of `--workers`; nil for one worker per core.
    ///   - tls: The files of an encrypted connection.
    /// - Throws: ``CommandError``.
    init(_ text: PlacedText, workers: Int? = nil, tls: TLSFiles? = nil) throws {
        if text.text.contains("://") {
            try self.init(address: text, workers: workers, tls: tls)
            return
        }
        let parts = text.text.split(separator: ":", omittingEmptySubsequences: false).map { String($0) }
        let kinds = ["serial", "threads", "local-cluster"]
        guard kinds.contains(parts[0]) else {
            throw TextError.unknownName(
                at: text.place, what: "scheduler", name: text.text,
                advice: advice(for: parts[0], among: kinds + ["tcp://HOST:PORT", "tls://HOST:PORT"]))
        }
        var count = workers
        if parts.count > 1 {
            guard parts.count == 2, parts[0] != "serial", let own = Int(parts[1]), own >= 1 else {
                throw TextError.malformed(
                    at: text.place, found: "'\(text.text)'",
                    expected: "serial, threads, threads:WORKERS, local-cluster or local-cluster:WORKERS")
            }
            if let workers, workers != own {
                throw CommandError.conflict(
                    "\(text.place) \(text.text) and --workers \(workers) contradict each other")
            }
            count = own
        }
        if let count, !(1...4096).contains(count) {
            throw TextError.malformed(
                at: TextPlace("--workers"), found: "\(count)", expected: "a whole number from 1 to 4096")
        }
        if parts[0] == "serial", let count, count != 1 {
            throw CommandError.conflict("--workers \(count) needs --scheduler threads: serial has 1 worker")
        }
        try Self.reject(tls, unless: false)
        self.init(
            kind: parts[0], workers: parts[0] == "serial" ? 1 : count ?? MachineResources.cores)
    }

    /// Parses the address of a scheduler.
    private init(address text: PlacedText, workers: Int?, tls: TLSFiles?) throws {
        do {
            _ = try ClusterAddress(scheduler: text.text)
        } catch {
            throw TextError.refused(at: text.place, reason: "\(error)")
        }
        if let workers {
            throw CommandError.conflict(
                "--workers \(workers) does not apply to \(text.text): a running cluster has a fixed number of workers"
            )
        }
        kind = String(text.text.prefix(3))
        if kind == "tls", tls == nil {
            throw CommandError.conflict(
                "\(text.text) needs --tls-cert, --tls-key and --tls-ca: the client certificate, its private key and "
                    + "the certificate of the authority")
        }
        try Self.reject(tls, unless: kind == "tls")
        (self.workers, address, self.tls) = (0, text.text, tls)
    }

    /// Sets the folder through which the workers read the data.
    ///
    /// - Throws: ``CommandError`` unless the scheduler is a cluster.
    mutating func share(through directory: String?) throws {
        guard let directory else { return }
        try requireCluster(for: "--shared-directory")
        sharedDirectory = directory
    }

    /// Sets the time limit for the workers to load the library.
    ///
    /// - Throws: ``CommandError`` unless the scheduler is a cluster and the number of seconds is valid.
    mutating func wait(forWorkers seconds: Double?) throws {
        guard let seconds else { return }
        try requireCluster(for: "--worker-timeout")
        guard seconds > 0, seconds <= 86_400 else {
            throw TextError.malformed(
                at: TextPlace("--worker-timeout"), found: "\(seconds)",
                expected: "a number of seconds greater than 0 and at most 86400")
        }
        workerTimeout = seconds
    }

    private func requireCluster(for option: String) throws {
        guard ["serial", "threads"].contains(kind) else { return }
        throw CommandError.conflict(
            "\(option) needs a cluster: --scheduler local-cluster, tcp://HOST:PORT or tls://HOST:PORT")
    }

    private static func reject(_ tls: TLSFiles?, unless isEncrypted: Bool) throws {
        guard tls != nil, !isEncrypted else { return }
        throw CommandError.conflict("--tls-cert, --tls-key and --tls-ca need --scheduler tls://HOST:PORT")
    }

    /// The name of the scheduler, such as `serial` or `threads:4`.
    var text: String { address ?? (kind == "serial" ? kind : "\(kind):\(workers)") }

    /// The scheduler as part of a sentence, such as `on 1 thread` or `on 4 threads`.
    var phrase: String {
        switch kind {
        case "serial": "on the serial scheduler"
        case "threads": "on \(Numerals.count(workers, "thread"))"
        case "local-cluster": "on a local cluster of \(Numerals.count(workers, "worker"))"
        default: "on \(Numerals.count(workers, "worker thread")) of \(address ?? kind)"
        }
    }
}
