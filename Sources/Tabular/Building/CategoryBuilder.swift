#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Gives codes to texts in the order in which they first occur: a hash table with open addressing.
///
/// The texts stand in one array of bytes and the table holds their codes alone, so that even a column of short texts
/// that are all different takes about three times what it takes in the file.
///
/// The hash is fast, and anybody can make texts that it maps to one number. When texts crowd in one place, the table goes
/// over to a hash with a secret of the process (Swift's `Hasher`), so that no file takes quadratic time.
struct CategoryBuilder {
    private(set) var utf8: [UInt8] = []
    private(set) var ends: [Int] = []

    /// A code or -1, in a power of two of places, at most two thirds of them taken.
    private var slots = [Int32](repeating: -1, count: 16)

    /// Whether the hash depends on a secret.
    private(set) var isKeyed = false

    /// The most places that a text is looked for in before the table goes over to the other hash: by chance there are no
    /// more than some dozens.
    private static let mostSteps = 1024

    /// The code of a text; `isNew` is called first if it has none yet, and may refuse it.
    @inline(__always)
    mutating func code(
        of text: UnsafeBufferPointer<UInt8>, isNew: () throws -> Void
    ) rethrows -> Int32 {
        let slot = slot(of: text) ?? slotByKeyedHash(of: text)
        if slots[slot] >= 0 { return slots[slot] }
        try isNew()
        return insert(text, at: slot)
    }

    private mutating func slotByKeyedHash(of text: UnsafeBufferPointer<UInt8>) -> Int {
        isKeyed = true
        fill(placeCount: slots.count)
        guard let slot = slot(of: text) else { preconditionFailure("a keyed search goes on to its end") }
        return slot
    }

    private mutating func insert(_ text: UnsafeBufferPointer<UInt8>, at slot: Int) -> Int32 {
        let code = Int32(ends.count)
        slots[slot] = code
        utf8.append(contentsOf: text)
        ends.append(utf8.count)
        if ends.count * 3 > slots.count * 2 { fill(placeCount: slots.count * 2) }
        return code
    }

    /// Makes the table anew, with so many places.
    private mutating func fill(placeCount: Int) {
        slots = [Int32](repeating: -1, count: placeCount)
        utf8.withUnsafeBufferPointer { utf8 in
            for code in ends.indices {
                let text = UnsafeBufferPointer(rebasing: utf8[range(of: code)])
                // No text is there yet: the first free place is its own.
                var slot = hash(text) & (placeCount - 1)
                while slots[slot] >= 0 { slot = (slot + 1) & (placeCount - 1) }
                slots[slot] = Int32(code)
            }
        }
    }

    private func range(of code: Int) -> Range<Int> { (code == 0 ? 0 : ends[code - 1])..<ends[code] }

    /// The place of a text in the table: where its code is, or else should be put; nil if texts crowd there.
    @inline(__always)
    private func slot(of text: UnsafeBufferPointer<UInt8>) -> Int? {
        var slot = hash(text)
        var steps = 0
        while true {
            slot &= slots.count - 1
            let code = Int(slots[slot])
            if code < 0 || isText(text, of: code) { return slot }
            slot += 1
            steps += 1
            if steps == Self.mostSteps, !isKeyed { return nil }
        }
    }

    @inline(__always)
    private func isText(_ text: UnsafeBufferPointer<UInt8>, of code: Int) -> Bool {
        let range = range(of: code)
        guard range.count == text.count, let start = text.baseAddress else { return false }
        return utf8.withUnsafeBytes { bytes in
            guard let known = bytes.baseAddress else { return range.isEmpty }
            return memcmp(known + range.lowerBound, start, text.count) == 0
        }
    }

    @inline(__always)
    private func hash(_ text: UnsafeBufferPointer<UInt8>) -> Int {
        isKeyed ? Self.keyedHash(text) : Self.fastHash(text)
    }

    @inline(never)
    private static func keyedHash(_ text: UnsafeBufferPointer<UInt8>) -> Int {
        var hasher = Hasher()
        hasher.combine(bytes: UnsafeRawBufferPointer(text))
        return hasher.finalize() & Int.max
    }

    /// Mixes eight bytes at a time with a multiplication whose high half returns to the low one.
    @inline(__always)
    private static func fastHash(_ text: UnsafeBufferPointer<UInt8>) -> Int {
        let bytes = UnsafeRawBufferPointer(text)
        var hash = UInt64(text.count)
        var index = 0
        while index &+ 8 <= bytes.count {
            mix(bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self), into: &hash)
            index &+= 8
        }
        var rest: UInt64 = 0
        while index < bytes.count {
            rest = rest &<< 8 | UInt64(bytes[index])
            index &+= 1
        }
        mix(rest, into: &hash)
        return Int(truncatingIfNeeded: hash &>> 1)
    }

    @inline(__always)
    private static func mix(_ word: UInt64, into hash: inout UInt64) {
        hash = (hash ^ word) &* 0x9E37_79B9_7F4A_7C15
        hash ^= hash &>> 32
    }
}
