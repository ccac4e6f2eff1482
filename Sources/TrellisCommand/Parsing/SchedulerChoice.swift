import Trellis

/// Where a search runs: `serial`, `threads`, `threads:4`.
struct SchedulerChoice: Equatable {
    /// The kind: `serial` or `threads`.
    let kind: String

    /// How many tasks may run at once.
    let workers: Int

    /// A kind and its number of workers.
    init(kind: String, workers: Int) {
        self.kind = kind
        self.workers = workers
    }

    /// Reads a scheduler; `workers` is what `--workers` says, and as many as there are cores if nothing does.
    ///
    /// - Throws: ``CommandError``.
    init(_ text: PlacedText, workers: Int? = nil) throws {
        let parts = text.text.split(separator: ":", omittingEmptySubsequences: false).map { String($0) }
        if text.text.hasPrefix("tcp:") || text.text.hasPrefix("tls:") || parts[0] == "local-cluster" {
            throw CommandError.unavailable(
                option: "\(text.place) \(text.text)", instead: "there is serial, threads")
        }
        guard ["serial", "threads"].contains(parts[0]) else {
            throw CommandError.unknownName(
                at: text.place, what: "scheduler", name: text.text,
                advice: advice(for: parts[0], among: ["serial", "threads"]))
        }
        var count = workers
        if parts.count > 1 {
            guard parts.count == 2, parts[0] == "threads", let own = Int(parts[1]), own >= 1 else {
                throw CommandError.malformed(
                    at: text.place, found: "'\(text.text)'", expected: "serial, threads or threads:WORKERS")
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
        kind = parts[0]
        self.workers = parts[0] == "serial" ? 1 : count ?? ThreadedScheduler.coreCount
    }

    /// The scheduler.
    var scheduler: any Scheduler {
        kind == "serial" ? SerialScheduler() : ThreadedScheduler(workers: workers)
    }

    /// `serial`, `threads:4`.
    var text: String { kind == "serial" ? kind : "\(kind):\(workers)" }

    /// `1 thread`, `4 threads`.
    var words: String { kind == "serial" ? "one after another" : "on \(Numerals.count(workers, "thread"))" }
}
