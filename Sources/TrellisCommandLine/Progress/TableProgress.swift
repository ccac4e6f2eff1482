import Machine
import Synchronization
import Trellis

/// The progress of `trellis table` on standard error: from time to time a line with the tasks, the memory and the rows on disk.
final class TableProgress: Sendable {
    private struct Work {
        var done = 0
        var total = 0
    }

    private let memory: Int?
    private let spill: SpillFolder?
    private let diagnostics: RunEvent.Handler?
    private let work = Mutex(Work())

    private static let interval = Duration.seconds(10)

    /// Creates a display.
    ///
    /// - Parameters:
    ///   - memory: The bytes of `--memory`.
    ///   - spill: The folder for rows.
    ///   - diagnostics: Receives the events of runs as well.
    init(memory: Int?, spill: SpillFolder?, diagnostics: RunEvent.Handler?) {
        (self.memory, self.spill, self.diagnostics) = (memory, spill, diagnostics)
    }

    /// Receives the events of runs.
    var onEvent: RunEvent.Handler {
        { [self] event in
            diagnostics?(event)
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
        let (done, total) = work.withLock { ($0.done, $0.total) }
        let limit = memory.map { " (--memory \(Numerals.bytes($0)))" } ?? ""
        let resident = Numerals.bytes(MachineResources.residentMemory)
        var text =
            "\(ProgressText.duration(seconds)): \(done) of \(total) tasks, \(resident) of memory\(limit)"
        if let spill, spill.writtenBytes > 0 {
            text += ", \(Numerals.bytes(spill.writtenBytes)) written to \(spill.path)"
        }
        return text
    }
}
