import Machine
import Trellis

/// A progress line on the terminal, updated ten times a second and erased at the end.
///
/// Nothing is written or observed if standard error is not a terminal, or with `--quiet`.
struct ProgressLine {
    private let meter: ProgressMeter?

    /// Creates a progress line; it is shown only if `isEnabled` and standard error is a terminal.
    init(isEnabled: Bool) { meter = isEnabled && Terminal.showsErrors ? ProgressMeter() : nil }

    /// The observer that a run notifies of its progress.
    var observer: (any TaskObserver)? { meter }

    /// Runs work while the line is shown, with a label before it.
    func shown<Value: Sendable>(_ label: String, during work: () async throws -> Value) async throws -> Value
    {
        guard let meter else { return try await work() }
        let ticker = Task {
            let start = ContinuousClock.now
            while !Task.isCancelled {
                Terminal.log(
                    raw:
                        "\r\(Self.text(label, meter.counts, (ContinuousClock.now - start).seconds))\u{1B}[K"
                )
                try? await Task.sleep(for: .milliseconds(100))
            }
            Terminal.log(raw: "\r\u{1B}[K")
        }
        do {
            let value = try await work()
            ticker.cancel()
            await ticker.value
            return value
        } catch {
            ticker.cancel()
            await ticker.value
            throw error
        }
    }

    private static func text(
        _ label: String, _ counts: (finished: Int, total: Int, failed: Int), _ elapsed: Double
    ) -> String {
        var parts = ["\(label)\(counts.finished)/\(counts.total) tasks", "\(Numerals.fixed(elapsed, 1)) s"]
        if counts.finished > 0, counts.finished < counts.total, elapsed > 1 {
            // Tasks differ, so this is a rough estimate that improves with time.
            let left = elapsed / Double(counts.finished) * Double(counts.total - counts.finished)
            parts.append("about \(Numerals.fixed(left, 0)) s left")
        }
        if counts.failed > 0 { parts.append("\(counts.failed) failed") }
        return parts.joined(separator: ", ")
    }
}
