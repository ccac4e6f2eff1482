internal import CXXHash

extension TaskKey {
    /// Creates a key by hashing raw bytes, without the tags of `CanonicalEncoder`, for data that is too large to copy
    /// into an encoder.
    ///
    /// The bytes must have the same layout on every machine (little endian, without padding). Append the key to an
    /// encoder, together with everything else that identifies the data (shape, element type).
    ///
    /// - Complexity: Linear in the bytes, at about 0.1 ns each.
    public init(hashing bytes: UnsafeRawBufferPointer) {
        // An empty buffer may have no address; XXH3 then reads nothing.
        let hash = trellis_xxh3(bytes.baseAddress, bytes.count)
        self.init(high: hash.high, low: hash.low)
    }

    /// Creates the key of a task: the hash of its operation's digest, its inputs' keys in order, and its salt, if any.
    ///
    /// Each key is written as its upper and lower half, each little endian; a salt is an additional half. The length
    /// determines the number of inputs and whether there is a salt, so layouts are unambiguous.
    @inline(__always)
    init(operation: TaskKey, inputs: UnsafeBufferPointer<TaskID>, keys: [TaskKey], salt: UInt64?) {
        self = withUnsafeTemporaryAllocation(of: UInt64.self, capacity: 2 * inputs.count + 3) { words in
            var count = 0
            func write(_ word: UInt64) {
                words.initializeElement(at: count, to: word.littleEndian)
                count += 1
            }
            write(operation.high)
            write(operation.low)
            for input in inputs {
                let key = keys[input.index]
                write(key.high)
                write(key.low)
            }
            if let salt { write(salt) }
            return TaskKey(hashing: UnsafeRawBufferPointer(start: words.baseAddress, count: 8 * count))
        }
    }
}
