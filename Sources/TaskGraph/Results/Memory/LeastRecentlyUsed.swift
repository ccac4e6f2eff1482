/// Values by key whose sizes add up to at most a limit: those that were not used for longest are removed.
struct LeastRecentlyUsed<Key: Hashable, Value> {
    /// A value, between the one that was used just after it and the one that was used just before it.
    private struct Entry {
        let key: Key
        let value: Value
        let size: Int
        var newer: Int?
        var older: Int?
    }

    /// The maximum of ``size``.
    let limit: Int

    /// The sum of the sizes of all values.
    private(set) var size = 0

    private var entries: [Entry?] = []
    private var places: [Key: Int] = [:]
    private var vacant: [Int] = []
    private var newest: Int?
    private var oldest: Int?

    init(limit: Int) { self.limit = limit }

    /// The number of values.
    var count: Int { places.count }

    /// Returns the value with a key, which is then the most recently used.
    ///
    /// - Complexity: O(1).
    mutating func use(_ key: Key) -> Value? {
        guard let place = places[key], let entry = entries[place] else { return nil }
        unlink(entry)
        link(place)
        return entry.value
    }

    /// Inserts a value, replacing one with the same key, unless it is larger than the limit.
    ///
    /// - Returns: The values that were removed.
    /// - Complexity: O(1) for each removed value.
    mutating func insert(_ value: Value, for key: Key, size: Int) -> [Value] {
        guard size <= limit else { return [] }
        var removed: [Value] = []
        if let place = places[key] { removed.append(remove(at: place)) }
        while self.size > limit - size, let oldest { removed.append(remove(at: oldest)) }
        let place = vacant.popLast() ?? entries.count
        if place == entries.count { entries.append(nil) }
        entries[place] = Entry(key: key, value: value, size: size)
        places[key] = place
        self.size += size
        link(place)
        return removed
    }

    private mutating func remove(at place: Int) -> Value {
        guard let entry = entries[place] else { preconditionFailure("there is no value at \(place)") }
        unlink(entry)
        entries[place] = nil
        places[entry.key] = nil
        vacant.append(place)
        size -= entry.size
        return entry.value
    }

    private mutating func link(_ place: Int) {
        entries[place]?.newer = nil
        entries[place]?.older = newest
        if let newest { entries[newest]?.newer = place }
        newest = place
        oldest = oldest ?? place
    }

    private mutating func unlink(_ entry: Entry) {
        if let newer = entry.newer { entries[newer]?.older = entry.older } else { newest = entry.older }
        if let older = entry.older { entries[older]?.newer = entry.newer } else { oldest = entry.newer }
    }
}
