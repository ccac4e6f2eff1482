import Drawing
import Machine

/// The memory of this process over time, in a limited number of samples.
package struct MemorySamples: Sendable {
    /// The samples, by ascending time.
    package private(set) var samples: [MemoryChart.Sample] = []

    /// The time from one sample to the next, in seconds, which doubles whenever there are too many.
    private var interval: Double

    private static let limit = 500

    /// Creates an empty list.
    ///
    /// - Parameter interval: The shortest time from one sample to the next, in seconds.
    package init(every interval: Double) { self.interval = interval }

    /// Adds a sample, unless the last one is recent.
    ///
    /// - Parameter isBound: Whether something begins or ends at the time, which then has a sample in any case.
    package mutating func sample(at time: Double, isBound: Bool = false) {
        if let last = samples.last?.time, isBound ? time <= last : time - last < interval { return }
        samples.append(.init(time: time, bytes: Double(MachineResources.residentMemory)))
        guard samples.count > Self.limit else { return }
        samples = samples.enumerated().filter { $0.offset % 2 == 0 }.map(\.element)
        interval *= 2
    }
}
