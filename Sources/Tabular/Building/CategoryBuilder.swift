#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// A hash table with open addressing that assigns codes to texts in order of first occurrence.
///
/// All texts are stored in one array of bytes, and the table stores only their codes. Even a column of short,
/// distinct texts takes about three times its size in the file.
///
/// The hash function is fast but predictable, so a crafted file could make all texts collide. After too many
/// collisions, the table switches to a keyed hash (Swift's `Hasher`), so that no file takes quadratic time.
package struct CategoryBuilder: Sendable {
    package private(set) var utf8: [UInt8] = []
    package private(set) var ends: [Int] = []

    /// The slots, each a code or -1; their number is a power of two, and at most two thirds are occupied.
    private var slots = [Int32](repeating: -1, count: 16)

    /// Whether the table uses the keyed hash.
    private(set) var isKeyed = false

    /// The maximum number of slots to probe before the table switches to the keyed hash.
    ///
    /// Without crafted texts, a probe takes at most a few dozen steps.
    private static let maxProbes = 1024

    /// Creates an empty table.
    package init() {}

    /// The number of texts.
    package var count: Int { ends.count }

    /// Returns the code of a text, which is added if it is new.
    package mutating func code(of text: UnsafeBufferPointer<UInt8>) -> Int32 { code(of: text) {} }

    /// Returns the code of a text; -1 if there is none.
    package func existingCode(of text: UnsafeBufferPointer<UInt8>) -> Int32 {
        // The texts of the table are in clusters of at most as many probes as they were added with.
        var slot = hash(text) & (slots.count - 1)
        while slots[slot] >= 0, !isText(text, of: Int(slots[slot])) { slot = (slot + 1) & (slots.count - 1) }
        return slots[slot]
    }

    /// Calls `body` with the UTF-8 of the text with the given code.
    package func withText<R>(of code: Int, _ body: (UnsafeBufferPointer<UInt8>) throws -> R) rethrows -> R {
        try utf8.withUnsafeBufferPointer { try body(UnsafeBufferPointer(rebasing: $0[range(of: code)])) }
    }

    /// Returns the code of a text; calls `isNew` before it adds a new text, to validate it.
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
        rebuild(slotCount: slots.count)
        guard let slot = slot(of: text) else { preconditionFailure("a keyed probe always finds a slot") }
        return slot
    }

    private mutating func insert(_ text: UnsafeBufferPointer<UInt8>, at slot: Int) -> Int32 {
        let code = Int32(ends.count)
        slots[slot] = code
        utf8.append(contentsOf: text)
        ends.append(utf8.count)
        if ends.count * 3 > slots.count * 2 { rebuild(slotCount: slots.count * 2) }
        return code
    }

    /// Rebuilds the table with the given number of slots.
    private mutating func rebuild(slotCount: Int) {
        slots = [Int32](repeating: -1, count: slotCount)
        utf8.withUnsafeBufferPointer { utf8 in
            for code in ends.indices {
                let text = UnsafeBufferPointer(rebasing: utf8[range(of: code)])
                // The texts are distinct, so the first free slot is the right one.
                var slot = hash(text) & (slotCount - 1)
                while slots[slot] >= 0 { slot = (slot + 1) & (slotCount - 1) }
                slots[slot] = Int32(code)
            }
        }
    }

    private func range(of code: Int) -> Range<Int> { (code == 0 ? 0 : ends[code - 1])..<ends[code] }

    /// The slot that contains the code of a text, or the free slot for it; nil after too many probes.
    @inline(__always)
    private func slot(of text: UnsafeBufferPointer<UInt8>) -> Int? {
        var slot = hash(text)
        var probes = 0
        while true {
            slot &= slots.count - 1
            let code = Int(slots[slot])
            if code < 0 || isText(text, of: code) { return slot }
            slot += 1
            probes += 1
            if probes == Self.maxProbes, !isKeyed { return nil }
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

    /// Mixes eight bytes at a time with a multiplication, and folds the high half of the product into the low half.
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
