/// A hash table from keys to their places in an array of keys, which the caller holds.
///
/// Open addressing with linear probing. A key is a good hash already: its low bits are the slot to start
/// from. In a large graph the time goes into waiting for memory, so a slot holds, beside the place, 32 more
/// bits of the key, and another key is told from the one sought without fetching it.
struct KeyIndex: Sendable {
    /// The place in the lower half, a part of the key in the upper.
    private var slots: [UInt64] = Array(repeating: empty, count: 16)
    private var count = 0

    /// No place is this large.
    private static let empty = UInt64.max

    /// What a search found: the place of the key, or the slot where it belongs.
    enum Found {
        case place(Int)
        case nowhere(slot: Int)
    }

    /// Looks for `key` among `keys`.
    ///
    /// Expected constant time.
    @inline(__always)
    func find(_ key: TaskKey, among keys: [TaskKey]) -> Found {
        let mask = slots.count - 1
        let sought = Self.entry(key, place: 0)
        var slot = Int(truncatingIfNeeded: key.low) & mask
        while slots[slot] != Self.empty {
            let place = slots[slot] ^ sought
            if place <= UInt32.max, keys[Int(place)] == key { return .place(Int(place)) }
            slot = (slot + 1) & mask
        }
        return .nowhere(slot: slot)
    }

    /// Records that the last of `keys` belongs in `slot`, as `find` said just before it was appended.
    @inline(__always)
    mutating func insertLast(of keys: [TaskKey], at slot: Int) {
        slots[slot] = Self.entry(keys[keys.count - 1], place: keys.count - 1)
        count += 1
        if 2 * count > slots.count { resize(to: 2 * slots.count, keys) }
    }

    /// Makes room for `capacity` keys in all.
    mutating func reserveCapacity(_ capacity: Int, keys: [TaskKey]) {
        var size = slots.count
        while size < 2 * capacity { size *= 2 }
        if size > slots.count { resize(to: size, keys) }
    }

    private mutating func resize(to size: Int, _ keys: [TaskKey]) {
        let mask = size - 1
        slots = Array(repeating: Self.empty, count: size)
        for (place, key) in keys.enumerated() {
            var slot = Int(truncatingIfNeeded: key.low) & mask
            while slots[slot] != Self.empty { slot = (slot + 1) & mask }
            slots[slot] = Self.entry(key, place: place)
        }
    }

    @inline(__always)
    private static func entry(_ key: TaskKey, place: Int) -> UInt64 {
        key.high << 32 | UInt64(place)
    }
}
