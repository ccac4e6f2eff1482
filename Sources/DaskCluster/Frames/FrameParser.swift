/// Cuts a stream of bytes, which arrives in pieces of any size, into frames.
struct FrameParser: Sendable {
    /// A header of more bytes is none, but a stream that has come out of step.
    static let longestHeader = 1 << 30
    /// The same for the number of buffers.
    static let mostBuffers = 1 << 24

    private var bytes: [UInt8] = []
    /// Where the next frame starts.
    private var start = 0

    /// Whether the stream ended between two frames, if it ends now.
    var isBetweenFrames: Bool { start == bytes.count }

    /// Takes the next bytes of the stream.
    mutating func append(_ more: some Sequence<UInt8>) {
        if start > 0 {
            bytes.removeFirst(start)
            start = 0
        }
        bytes.append(contentsOf: more)
    }

    /// The next frame; nil if its end has not arrived yet.
    ///
    /// - Throws: ``DaskClusterError/protocolBroken(reason:)`` if what arrived is no frame.
    mutating func next() throws(DaskClusterError) -> BridgeFrame? {
        guard bytes.count - start >= 8 else { return nil }
        let (headerCount, bufferCount) = (number(at: start, of: 4), number(at: start + 4, of: 4))
        guard headerCount <= Self.longestHeader, bufferCount <= Self.mostBuffers else {
            throw .protocolBroken(
                reason: "a frame with a header of \(headerCount) bytes and \(bufferCount) buffers cannot be")
        }
        var end = start + 8 + 8 * bufferCount
        guard bytes.count >= end else { return nil }
        let counts = (0..<bufferCount).map { number(at: start + 8 + 8 * $0, of: 8) }
        end += headerCount
        for count in counts {
            let (sum, overflow) = end.addingReportingOverflow(count)
            guard count >= 0, !overflow else {
                throw .protocolBroken(
                    reason: "a buffer of \(UInt64(bitPattern: Int64(count))) bytes cannot be")
            }
            end = sum
        }
        guard bytes.count >= end else { return nil }

        var place = start + 8 + 8 * bufferCount
        func take(_ count: Int) -> [UInt8] {
            defer { place += count }
            return Array(bytes[place..<place + count])
        }
        let frame = BridgeFrame(header: take(headerCount), buffers: counts.map(take))
        start = end
        return frame
    }

    private func number(at place: Int, of count: Int) -> Int {
        var number: UInt64 = 0
        for offset in (0..<count).reversed() { number = number << 8 | UInt64(bytes[place + offset]) }
        return Int(truncatingIfNeeded: number)
    }
}
