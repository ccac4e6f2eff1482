import Machine
import Synchronization
import Trellis

/// The progress of `trellis table` on standard error: from time to time a line with the tasks, the memory and the rows on disk.
final class TableProgress: Sendable {
    private struct Work {
        var done = 0
        var total = 0
        var spill: SpillFolder?
    }

    private let memory: Int?
    private let work: Mutex<Work>

    private static let interval = Duration.seconds(10)

    /// Creates a display.
    ///
    /// - Parameters:
    ///   - memory: The bytes of `--memory`.
    ///   - spill: The folder for rows, if it is known.
    init(memory: Int?, spill: SpillFolder?) {
        self.memory = memory
        work = Mutex(Work(spill: spill))
    }

    /// Shows the bytes that are written to a folder.
    func shows(_ spill: SpillFolder) { work.withLock { $0.spill = spill } }

    /// Receives the events of runs.
    var onEvent: RunEvent.Handler {
        { [self] event in
            work.withLock { work in
                switch event {
                case .planned(let run): work.total += run.taskCount
                case .finished: work.done += 1
                default: break
                }
            }
        }
    }

    /// Runs work while its progress is shown.
    func shown<Value: Sendable>(during body: () async throws -> Value) async throws -> Value {
        let ticker = Task.detached(priority: .utility) { [self] in
            let start = ContinuousClock.now
            while true {
                try await Task.sleep(for: Self.interval)
                Terminal.log(line(seconds: (ContinuousClock.now - start).seconds))
            }
        }
        defer { ticker.cancel() }
        return try await body()
    }

    /// `12 s: 34 of 250 tasks, 96 MB of memory (--memory 128 MB), 512 MB written to /tmp`.
    private func line(seconds: Double) -> String {
        work.withLock { work in
            let limit = memory.map { " (--memory \(Numerals.bytes($0)))" } ?? ""
            let spilled = work.spill.map { spill in
                spill.writtenBytes > 0
                    ? ", \(Numerals.bytes(spill.writtenBytes)) written to \(spill.path)" : ""
            }
            return "\(ProgressText.duration(seconds)): \(work.done) of \(work.total) tasks, "
                + "\(Numerals.bytes(MachineResources.residentMemory)) of memory\(limit)\(spilled ?? "")"
        }
    }
}
