/// One message between this process and the bridge: what it says, as JSON, and the bytes that it carries.
///
/// As bytes, little endian: `u32` the length of the header, `u32` the number of buffers, `u64` the length of
/// each buffer, the header, the buffers.
struct BridgeFrame: Equatable, Sendable {
    /// A JSON object.
    var header: [UInt8]

    /// What does not go well into JSON.
    var buffers: [[UInt8]] = []

    /// The bytes of the frame.
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
