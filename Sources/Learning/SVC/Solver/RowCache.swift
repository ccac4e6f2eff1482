/// A cache of kernel matrix rows that evicts the least recently used when memory is short.
///
/// Rows follow the solver's *active* examples: after ``narrow(to:)``, a row has only their elements, in their order. A
/// cached row is narrowed at its next use. While all examples are active, rows that are suitable in the source's memory
/// are used without copying.
struct RowCache<Source: KernelRows>: ~Copyable {
    let source: Source

    /// For each example, its row over the active examples; nil if it must be read or narrowed first.
    let pointers: WorkBuffer<UnsafePointer<Source.Element>?>

    /// For each example, the time its row was last used.
    let usedAt: WorkBuffer<Int64>

    /// The maximum number of bytes for rows.
    private let memory: Int

    /// The slots for rows.
    private var places = RowPlaces<Source.Element>(width: 0, count: 0)

    /// For each example, the slot of its row, or -1.
    private let placeOf: WorkBuffer<Int32>

    /// The active examples of each generation, ascending; each is a subset of the one before.
    private var generations: [[Int32]]

    /// For each generation, the positions of the current active examples in it; empty until a row needs it.
    private var positions: [[Int32]] = []

    /// Creates a cache of at most `memory` bytes, but of at least two batches of rows.
    init(_ source: Source, memory: Int) {
        (self.source, self.memory) = (source, memory)
        let count = source.count
        pointers = WorkBuffer(count: count, repeating: nil)
        usedAt = WorkBuffer(count: count, repeating: 0)
        placeOf = WorkBuffer(count: count, repeating: -1)
        generations = [(0..<Int32(count)).map { $0 }]
        pointAtSource()
    }

    /// Returns whether the row of an example is available without reading.
    func holds(_ example: Int) -> Bool { placeOf[example] >= 0 || pointers[example] != nil }

    /// The preferred number of rows per read.
    var rowsPerReading: Int { source.rowsPerReading }

    /// Reads the row of an example that is not in the cache.
    mutating func read(_ example: Int, clock: inout Int64) throws {
        let place = takePlace()
        if generations.count == 1 {
            try source.read(example, into: places.row(place))
        } else {
            try source.read(example, at: generations[generations.count - 1], into: places.row(place))
        }
        hold(example, at: place, clock: &clock)
    }

    /// Reads the rows of examples that are not in the cache, at most ``rowsPerReading``.
    mutating func read(_ examples: [Int], clock: inout Int64) throws {
        let taken = examples.map { _ in takePlace() }
        try source.read(examples, into: taken.map { places.row($0) })
        for (example, place) in zip(examples, taken) {
            if generations.count > 1 {
                let active = generations[generations.count - 1]
                Source.Element.take(places.row(place), active, into: places.row(place))
            }
            hold(example, at: place, clock: &clock)
        }
    }

    /// Restricts rows to the given active examples, an ascending subset of the current ones.
    mutating func narrow(to active: [Int32]) {
        positions = generations.map { _ in [] }
        generations.append(active)
        pointers.start.update(repeating: nil, count: pointers.count)
    }

    /// Narrows the cached row of an example to the current active examples.
    mutating func narrowRow(of example: Int) {
        let place = Int(placeOf[example])
        let (then, now) = (Int(places.generationOf[place]), generations.count - 1)
        if positions[then].isEmpty {
            positions[then] = Self.positions(of: generations[now], in: generations[then])
        }
        Source.Element.take(places.row(place), positions[then], into: places.row(place))
        places.generationOf[place] = Int32(now)
        pointers[example] = UnsafePointer(places.row(place))
    }

    /// Makes all examples active again, and discards the rows that were narrowed.
    mutating func widen() {
        generations.removeLast(generations.count - 1)
        pointers.start.update(repeating: nil, count: pointers.count)
        for place in 0..<places.taken where places.exampleOf[place] >= 0 {
            let example = Int(places.exampleOf[place])
            if places.generationOf[place] == 0 {
                pointers[example] = UnsafePointer(places.row(place))
            } else {
                placeOf[example] = -1
                places.free(place)
            }
        }
        pointAtSource()
    }

    /// Uses rows in the source's memory, if they are suitable.
    private func pointAtSource() {
        for example in 0..<source.count {
            guard let row = source.inPlace(example) else { return }
            pointers[example] = row
        }
    }

    /// Records that the row of an example, over the active examples, was read to a slot.
    private mutating func hold(_ example: Int, at place: Int, clock: inout Int64) {
        let width = generations[generations.count - 1].count
        for index in width..<padded(width) { places.row(place)[index] = 0 }
        placeOf[example] = Int32(place)
        places.exampleOf[place] = Int32(example)
        places.generationOf[place] = Int32(generations.count - 1)
        pointers[example] = UnsafePointer(places.row(place))
        clock += 1
        usedAt[example] = clock
    }

    /// Returns a slot for a row: a free one, or that of the least recently used row.
    private mutating func takePlace() -> Int {
        makePlaces()
        if let place = places.takeFree() { return place }
        let place = leastRecentlyUsed()
        let example = Int(places.exampleOf[place])
        (placeOf[example], pointers[example]) = (-1, nil)
        places.exampleOf[place] = RowPlaces<Source.Element>.reserved
        return place
    }

    private func leastRecentlyUsed() -> Int {
        var (oldest, leastUse) = (0, Int64.max)
        for place in 0..<places.taken where places.exampleOf[place] != RowPlaces<Source.Element>.reserved {
            let use = usedAt[Int(places.exampleOf[place])]
            if use < leastUse { (oldest, leastUse) = (place, use) }
        }
        return oldest
    }

    /// Creates slots for rows as wide as the active examples, unless the existing ones are wide enough.
    private mutating func makePlaces() {
        let width = generations[generations.count - 1].count
        guard places.stride < padded(width) else { return }
        let least = 2 * source.rowsPerReading + 2
        let count = min(
            source.count, max(least, memory / (padded(width) * MemoryLayout<Source.Element>.stride)))
        places = RowPlaces<Source.Element>(width: width, count: count)
    }

    /// Returns the position of each of some numbers in a larger list; both ascend.
    private static func positions(of some: [Int32], in all: [Int32]) -> [Int32] {
        var place = 0
        return some.map { number in
            while all[place] != number { place += 1 }
            return Int32(place)
        }
    }
}
