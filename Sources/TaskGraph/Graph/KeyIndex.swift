/// A hash table from keys to their indices in an array of keys owned by the caller.
///
/// Open addressing with linear probing. A key is already a good hash: its low bits select the first slot. In a large
/// graph, memory latency dominates, so a slot also stores 32 more bits of the key, and most other keys are rejected
/// without reading them.
struct KeyIndex: Sendable {
    /// The index in the lower half, a part of the key in the upper half.
    private var slots: [UInt64] = Array(repeating: empty, count: 16)
    private var count = 0

    /// A value larger than any index.
    private static let empty = UInt64.max

    /// The result of a search: the index of the key, or the slot to insert it.
    enum Found {
        case place(Int)
        case nowhere(slot: Int)
    }

    /// Returns the location of `key` among `keys`.
    ///
    /// - Complexity: O(1) expected.
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

    /// Records that the last of `keys` belongs in `slot`, as returned by `find` before it was appended.
    @inline(__always)
    mutating func insertLast(of keys: [TaskKey], at slot: Int) {
        slots[slot] = Self.entry(keys[keys.count - 1], place: keys.count - 1)
        count += 1
        if 2 * count > slots.count { resize(to: 2 * slots.count, keys) }
    }

    /// Reserves capacity for a total of `capacity` keys.
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
