import DaskCluster
import Trellis

/// Where a search runs: `serial`, `threads`, `threads:4`, `local-cluster:2`, `tcp://HOST:PORT`, `tls://HOST:PORT`.
struct SchedulerChoice: Equatable {
    /// The kind: `serial`, `threads`, `local-cluster`, `tcp` or `tls`.
    let kind: String

    /// How many tasks may run at once; 0 if the cluster has not yet told.
    var workers: Int

    /// The address of a cluster's scheduler.
    let address: String?

    /// What an encrypted connection needs.
    let tls: TLSFiles?

    /// A folder through which a cluster's workers are given the data.
    private(set) var sharedDirectory: String?

    /// How long a cluster's workers may take to load the library, in seconds.
    private(set) var workerTimeout: Double?

    /// A kind and its number of workers.
    init(kind: String, workers: Int) {
        (self.kind, self.workers, address, tls) = (kind, workers, nil, nil)
    }

    /// Reads a scheduler; `workers` is what `--workers` says, and as many as there are cores if nothing does.
    ///
    /// - Throws: ``CommandError``.
    init(_ text: PlacedText, workers: Int? = nil, tls: TLSFiles? = nil) throws {
        if text.text.contains("://") {
            try self.init(address: text, workers: workers, tls: tls)
            return
        }
        let parts = text.text.split(separator: ":", omittingEmptySubsequences: false).map { String($0) }
        let kinds = ["serial", "threads", "local-cluster"]
        guard kinds.contains(parts[0]) else {
            throw CommandError.unknownName(
                at: text.place, what: "scheduler", name: text.text,
                advice: advice(for: parts[0], among: kinds + ["tcp://HOST:PORT", "tls://HOST:PORT"]))
        }
        var count = workers
        if parts.count > 1 {
            guard parts.count == 2, parts[0] != "serial", let own = Int(parts[1]), own >= 1 else {
                throw CommandError.malformed(
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
            throw CommandError.malformed(
                at: TextPlace("--workers"), found: "\(count)", expected: "a whole number from 1 to 4096")
        }
        if parts[0] == "serial", let count, count != 1 {
            throw CommandError.conflict("--workers \(count) needs --scheduler threads: serial has 1 worker")
        }
        try Self.refuse(tls, unless: false)
        self.init(
            kind: parts[0], workers: parts[0] == "serial" ? 1 : count ?? ThreadedScheduler.coreCount)
    }

    /// Reads the address of a scheduler.
    private init(address text: PlacedText, workers: Int?, tls: TLSFiles?) throws {
        do {
            _ = try ClusterAddress(scheduler: text.text)
        } catch {
            throw CommandError.refused(at: text.place, reason: "\(error)")
        }
        if let workers {
            throw CommandError.conflict(
                "--workers \(workers) cannot be had of \(text.text): a cluster has the workers that it has")
        }
        kind = String(text.text.prefix(3))
        if kind == "tls", tls == nil {
            throw CommandError.conflict(
                "\(text.text) needs --tls-cert, --tls-key and --tls-ca: the files with your certificate, its key and "
                    + "the authority's certificate")
        }
        try Self.refuse(tls, unless: kind == "tls")
        (self.workers, address, self.tls) = (0, text.text, tls)
    }

    /// Has the data go through a folder.
    ///
    /// - Throws: ``CommandError`` unless there is a cluster to read it.
    mutating func share(through directory: String?) throws {
        guard let directory else { return }
        try requireCluster(for: "--shared-directory")
        sharedDirectory = directory
    }

    /// Has the workers take only so long.
    ///
    /// - Throws: ``CommandError`` unless there is a cluster, and for a number that is no time.
    mutating func wait(forWorkers seconds: Double?) throws {
        guard let seconds else { return }
        try requireCluster(for: "--worker-timeout")
        guard seconds > 0, seconds <= 86_400 else {
            throw CommandError.malformed(
                at: TextPlace("--worker-timeout"), found: "\(seconds)",
                expected: "seconds, above 0 and at most 86400")
        }
        workerTimeout = seconds
    }

    private func requireCluster(for option: String) throws {
        guard ["serial", "threads"].contains(kind) else { return }
        throw CommandError.conflict(
            "\(option) needs a cluster: --scheduler local-cluster, tcp://HOST:PORT or tls://HOST:PORT")
    }

    private static func refuse(_ tls: TLSFiles?, unless isEncrypted: Bool) throws {
        guard tls != nil, !isEncrypted else { return }
        throw CommandError.conflict("--tls-cert, --tls-key and --tls-ca need --scheduler tls://HOST:PORT")
    }

    /// `serial`, `threads:4`.
    var text: String { address ?? (kind == "serial" ? kind : "\(kind):\(workers)") }

    /// `on 1 thread`, `on 4 threads`.
    var words: String {
        switch kind {
        case "serial": "one after another"
        case "threads": "on \(Numerals.count(workers, "thread"))"
        case "local-cluster": "on a local cluster of \(Numerals.count(workers, "worker"))"
        default: "on \(Numerals.count(workers, "worker thread")) of \(address ?? kind)"
        }
    }
}
