/// A hash table from keys to their places in an array of keys, which the caller holds.
///
/// Open addressing with linear probing. A key is a good hash already, so its low bits are the slot to start from. The
/// table holds only the places, 4 bytes a slot at most half full: at a million keys it still fits a processor's cache.
struct KeyIndex: Sendable {
    private static let empty: Int32 = -1

    private var slots: [Int32] = Array(repeating: empty, count: 16)
    private var count = 0

    /// What a search found: the place of the key, or the slot where it belongs.
    enum Found {
        case place(Int)
        case nowhere(slot: Int)
    }

    /// Looks for `key` among `keys`. Expected constant time.
    @inline(__always)
    func find(_ key: TaskKey, among keys: [TaskKey]) -> Found {
        let mask = slots.count - 1
        var slot = Int(truncatingIfNeeded: key.low) & mask
        while slots[slot] != Self.empty {
            let place = Int(slots[slot])
            if keys[place] == key { return .place(place) }
            slot = (slot + 1) & mask
        }
        return .nowhere(slot: slot)
    }

    /// Records that the last of `keys` belongs in `slot`, as `find` said just before it was appended.
    @inline(__always)
    mutating func insertLast(of keys: [TaskKey], at slot: Int) {
        slots[slot] = Int32(keys.count - 1)
        count += 1
        if 2 * count > slots.count { grow(keys) }
    }

    private mutating func grow(_ keys: [TaskKey]) {
        let mask = 2 * slots.count - 1
        slots = Array(repeating: Self.empty, count: mask + 1)
        for (place, key) in keys.enumerated() {
            var slot = Int(truncatingIfNeeded: key.low) & mask
            while slots[slot] != Self.empty { slot = (slot + 1) & mask }
            slots[slot] = Int32(place)
        }
    }
}
