/// A message between this process and the bridge: a JSON header and binary buffers.
///
/// The encoding is little-endian: the length of the header (`u32`), the number of buffers (`u32`), the length of each
/// buffer (`u64`), the header, and the buffers.
struct BridgeFrame: Equatable, Sendable {
    /// The header, a JSON object.
    var header: [UInt8]

    /// The binary data.
    var buffers: [[UInt8]] = []

    /// The encoded frame.
    var encoded: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(buffers.reduce(8 + 8 * buffers.count + header.count) { $0 + $1.count })
        bytes.append(littleEndian: UInt32(header.count))
        bytes.append(littleEndian: UInt32(buffers.count))
        for buffer in buffers { bytes.append(littleEndian: UInt64(buffer.count)) }
        bytes += header
        for buffer in buffers { bytes += buffer }
        return bytes
    }
}

extension [UInt8] {
    fileprivate mutating func append<Number: FixedWidthInteger>(littleEndian number: Number) {
        Swift.withUnsafeBytes(of: number.littleEndian) { append(contentsOf: $0) }
    }
}
