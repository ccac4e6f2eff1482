/// A parser that splits a stream of bytes into frames.
struct FrameParser: Sendable {
    /// The maximum size of a header in bytes; a larger size means that the stream is corrupt.
    static let maxHeaderSize = 1 << 30
    /// The maximum number of buffers; a larger number means that the stream is corrupt.
    static let maxBufferCount = 1 << 24

    private var bytes: [UInt8] = []
    /// The index of the start of the next frame.
    private var start = 0

    /// Whether all received bytes belong to complete frames.
    var isBetweenFrames: Bool { start == bytes.count }

    /// Appends the next bytes of the stream.
    mutating func append(_ more: some Sequence<UInt8>) {
        if start > 0 {
            bytes.removeFirst(start)
            start = 0
        }
        bytes.append(contentsOf: more)
    }

    /// Returns the next frame; nil if it is incomplete.
    ///
    /// - Throws: ``DaskClusterError/protocolBroken(reason:)`` if the bytes are not a frame.
    mutating func next() throws(DaskClusterError) -> BridgeFrame? {
        guard bytes.count - start >= 8 else { return nil }
        let (headerCount, bufferCount) = (number(at: start, of: 4), number(at: start + 4, of: 4))
        guard headerCount <= Self.maxHeaderSize, bufferCount <= Self.maxBufferCount else {
            throw .protocolBroken(
                reason: "a frame claims a header of \(headerCount) bytes and \(bufferCount) buffers")
        }
        var end = start + 8 + 8 * bufferCount
        guard bytes.count >= end else { return nil }
        let counts = (0..<bufferCount).map { number(at: start + 8 + 8 * $0, of: 8) }
        end += headerCount
        for count in counts {
            let (sum, overflow) = end.addingReportingOverflow(count)
            guard count >= 0, !overflow else {
                throw .protocolBroken(
                    reason: "a frame claims a buffer of \(UInt64(bitPattern: Int64(count))) bytes")
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
