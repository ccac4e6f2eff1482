import Trellis

/// One line on the terminal that tells how far a run is, at most ten times a second, and wiped at the end.
///
/// Where standard error is no terminal, or the user wants quiet, nothing is written and nothing is observed.
struct ProgressLine {
    private let meter: ProgressMeter?

    /// A line that is shown if `isWanted` and there is a terminal.
    init(isWanted: Bool) { meter = isWanted && Terminal.showsErrors ? ProgressMeter() : nil }

    /// What a run has to tell its progress to.
    var observer: (any TaskObserver)? { meter }

    /// Does some work while the line is shown, after a label.
    func shown<Value: Sendable>(_ label: String, during work: () async throws -> Value) async throws -> Value
    {
        guard let meter else { return try await work() }
        let ticker = Task {
            let start = ContinuousClock.now
            while !Task.isCancelled {
                Terminal.tell(
                    raw:
                        "\r\(Self.text(label, meter.counts, (ContinuousClock.now - start).inSeconds))\u{1B}[K"
                )
                try? await Task.sleep(for: .milliseconds(100))
            }
            Terminal.tell(raw: "\r\u{1B}[K")
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
            // Tasks differ, so this is a guess that gets better.
            let left = elapsed / Double(counts.finished) * Double(counts.total - counts.finished)
            parts.append("about \(Numerals.fixed(left, 0)) s left")
        }
        if counts.failed > 0 { parts.append("\(counts.failed) failed") }
        return parts.joined(separator: ", ")
    }
}

extension Duration {
    /// The duration in seconds.
    var inSeconds: Double { Double(components.seconds) + Double(components.attoseconds) * 1e-18 }
}
