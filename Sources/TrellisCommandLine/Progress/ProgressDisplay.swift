import Machine
import Synchronization
import Trellis

/// The progress of a command on standard error.
///
/// On a terminal, a few lines are redrawn while the command runs and erased at the end. Elsewhere, a line is written from
/// time to time. Nothing is written with `--quiet`, and nothing is computed from events.
final class ProgressDisplay: Sendable {
    /// What shows the status, and how often.
    private enum Style {
        case none
        case terminal(isUnicode: Bool)
        case log
    }

    private let style: Style
    private let status = Mutex<SearchStatus?>(nil)
    private let estimates: RunEstimates
    private let clock = ContinuousClock()
    private let origin = ContinuousClock.now

    /// A display on a terminal begins after this time, so that short work shows nothing.
    private static let delay = Duration.milliseconds(500)
    private static let interval = Duration.milliseconds(100)
    private static let logInterval = Duration.seconds(10)

    /// Creates a display.
    ///
    /// - Parameters:
    ///   - isEnabled: Whether anything is shown.
    ///   - estimates: The estimates of the runs, which others may show as well.
    init(isEnabled: Bool, estimates: RunEstimates = RunEstimates()) {
        self.estimates = estimates
        style =
            !isEnabled ? .none : Terminal.showsErrors ? .terminal(isUnicode: Terminal.isUnicode) : .log
    }

    /// Receives the events of a search; nil if nothing is shown.
    var onEvent: SearchEvent.Handler? {
        if case .none = style { return nil }
        return { [self] in receive($0) }
    }

    private var seconds: Double { (clock.now - origin).seconds }

    private func receive(_ event: SearchEvent) {
        let time = seconds
        let outputs = status.withLock { status in
            status?.receive(event, at: time)
            return status?.outputs
        }
        guard case .run(.planned(let run)) = event else { return }
        let work = estimates.of(run, outputs: outputs)
        Task.detached(priority: .utility) { [weak self] in
            let estimates = await work.value
            self?.status.withLock { $0?.add(estimates, ofRun: run) }
        }
    }

    /// Runs work while its progress is shown.
    ///
    /// - Parameter activity: What the command does: `reading iris.csv`.
    func shown<Value: Sendable>(_ activity: String, during work: () async throws -> Value) async throws
        -> Value
    {
        if case .none = style { return try await work() }
        status.withLock { $0 = SearchStatus(activity: activity, at: seconds) }
        let ticker = Task.detached { [self] in await tick() }
        let result: Result<Value, any Error>
        do { result = .success(try await work()) } catch { result = .failure(error) }
        ticker.cancel()
        await ticker.value
        status.withLock { $0 = nil }
        return try result.get()
    }

    private func tick() async {
        guard case .terminal(let isUnicode) = style else { return await log() }
        try? await Task.sleep(for: Self.delay)
        while !Task.isCancelled, let status = status.withLock({ $0 }) {
            // A terminal may be resized at any time, and is not written to its last column, where some wrap.
            let width = max(1, Terminal.errorWidth - 1)
            Terminal.draw(ProgressText.lines(status, at: seconds, width: width, isUnicode: isUnicode))
            try? await Task.sleep(for: Self.interval)
        }
        Terminal.draw([])
    }

    private func log() async {
        while true {
            try? await Task.sleep(for: Self.logInterval)
            guard !Task.isCancelled, let status = status.withLock({ $0 }) else { return }
            Terminal.log(ProgressText.log(status, at: seconds))
        }
    }
}
