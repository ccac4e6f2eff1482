internal import CXXHash

extension TaskKey {
    /// Hashes raw bytes, without the tags of `CanonicalEncoder`: for data that are too large to copy into
    /// one.
    ///
    /// The caller gives the bytes a layout that is the same on every machine (little endian, no padding) and
    /// appends the key, with whatever else tells the data apart (shape, element type), to an encoder. Linear
    /// in the bytes, about 0.1 ns each.
    public init(hashing bytes: UnsafeRawBufferPointer) {
        // An empty buffer may have no address; XXH3 then reads nothing.
        let hash = trellis_xxh3(bytes.baseAddress, bytes.count)
        self.init(high: hash.high, low: hash.low)
    }

    /// The key of a task: the hash of its operation's digest, its inputs' keys in order, and its salt if it
    /// has one.
    ///
    /// Each key is written as its upper and lower half, each half little endian; the salt as one more. The
    /// length alone tells how many inputs there are and whether there is a salt, so no two layouts agree.
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
