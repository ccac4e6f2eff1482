import CTrellisWorker
import Trellis

/// What a call of the interface failed with.
struct Refusal: Error, Equatable {
    let status: Int32
    let message: String
}

/// The interface, called through its C header.
enum Worker {
    /// Runs a piece; returns the handles of its outputs, which the caller releases, and the report.
    static func run(
        _ piece: [UInt8], _ inputs: [UInt64] = [], outputs count: Int, cancel: UnsafePointer<Int32>? = nil
    ) throws -> (outputs: [UInt64], report: SubgraphReport) {
        var outputs = [UInt64](repeating: 0, count: count)
        var report: UnsafeMutablePointer<UInt8>?
        var length = 0
        try check { error in
            tk_run(
                piece, piece.count, inputs, inputs.count, cancel, &outputs, count, &report, &length, error)
        }
        defer { tk_free(report) }
        let bytes = UnsafeRawBufferPointer(start: report, count: length)
        return (outputs, try SubgraphReport(decoding: bytes))
    }

    /// The bytes of a value.
    static func encode(_ handle: UInt64) throws -> (meta: [UInt8], frames: [[UInt8]]) {
        var count = 0
        var error: UnsafeMutablePointer<CChar>?
        let size = tk_encode(handle, nil, 0, nil, nil, 0, &count, &error)
        guard size > 0 else { throw refusal(Int32(TK_FAILED), error) }
        var meta = [UInt8](repeating: 0, count: size)
        var frames = [UnsafeRawPointer?](repeating: nil, count: count)
        var lengths = [UInt64](repeating: 0, count: count)
        _ = tk_encode(handle, &meta, size, &frames, &lengths, count, &count, nil)
        let copies = zip(frames, lengths).map { frame, length in
            Array(UnsafeRawBufferPointer(start: frame, count: Int(length)))
        }
        return (meta, copies)
    }

    /// The handle of the value that was encoded, which the caller releases.
    static func decode(_ meta: [UInt8], _ frames: [[UInt8]] = []) throws -> UInt64 {
        let all = frames.flatMap { $0 }
        return try all.withUnsafeBytes { all in
            var start = 0
            let addresses = frames.map { frame -> UnsafeRawPointer? in
                defer { start += frame.count }
                return all.baseAddress.map { $0 + start }
            }
            let lengths = frames.map { UInt64($0.count) }
            var handle: UInt64 = 0
            try check { error in
                tk_decode(meta, meta.count, addresses, lengths, frames.count, &handle, error)
            }
            return handle
        }
    }

    private static func check(
        _ call: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Int32
    ) throws {
        var error: UnsafeMutablePointer<CChar>?
        let status = call(&error)
        if status != TK_OK { throw refusal(status, error) }
    }

    private static func refusal(_ status: Int32, _ error: UnsafeMutablePointer<CChar>?) -> Refusal {
        defer { tk_free(error) }
        return Refusal(status: status, message: error.map { String(cString: $0) } ?? "")
    }
}

extension TaskGraph {
    /// The tasks that `outputs` need as one piece's bytes.
    func encodedWhole(_ outputs: [TaskID]) throws -> [UInt8] {
        let cut = fused(outputs: outputs, workers: 1, targetSeconds: 1e6, costs: TaskCosts(of: self))
        guard let piece = cut.pieces.first, cut.pieces.count == 1 else { return [] }
        return try testLibrary.encode(piece, of: self)
    }
}
