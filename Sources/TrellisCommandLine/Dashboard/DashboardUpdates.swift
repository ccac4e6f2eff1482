import FlyingFox
import FlyingSocks
import Foundation

/// The stream of updates to one reader, as server-sent events.
///
/// An update is made when the reader has taken the previous one, from what is shown at that time. A slow reader thus gets
/// fewer updates, and takes no memory.
struct DashboardUpdates: AsyncBufferedSequence, Sendable {
    typealias Element = UInt8

    /// Returns the next update, and whether it is the last.
    let update: @Sendable () -> (text: String, isLast: Bool)

    /// The time between updates.
    static let interval = Duration.milliseconds(500)

    func makeAsyncIterator() -> Iterator { Iterator(update: update) }

    struct Iterator: AsyncBufferedIteratorProtocol {
        typealias Buffer = Data

        let update: @Sendable () -> (text: String, isLast: Bool)
        private var hasBegun = false
        private var isOver = false

        init(update: @escaping @Sendable () -> (text: String, isLast: Bool)) { self.update = update }

        mutating func next() async throws -> UInt8? { try await nextBuffer(suggested: 1)?.first }

        mutating func nextBuffer(suggested count: Int) async throws -> Data? {
            guard !isOver else { return nil }
            if hasBegun { try await Task.sleep(for: DashboardUpdates.interval) }
            hasBegun = true
            let (text, isLast) = update()
            isOver = isLast
            // An event is lines that begin with "data: ", and an empty line.
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
            return Data((lines.map { "data: \($0)\n" }.joined() + "\n").utf8)
        }
    }
}
