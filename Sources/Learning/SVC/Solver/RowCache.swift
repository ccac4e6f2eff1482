/// Rows of the kernel matrix that were read, the least recently used of which give way when memory is short.
///
/// Rows follow the solver's *active* examples: after ``narrow(to:)`` a row holds the elements of those only, in their
/// order. A row that was read before is narrowed when it is next asked for. While all examples are active, rows that lie
/// in memory as they are wanted are used where they lie.
struct RowCache<Source: KernelRows>: ~Copyable {
    let source: Source

    /// By example: its row over the active examples; nil where it has to be read or narrowed first.
    let pointers: WorkBuffer<UnsafePointer<Source.Element>?>

    /// By example: when its row was last used.
    let usedAt: WorkBuffer<Int64>

    /// How many bytes the rows may take.
    private let memory: Int

    /// The places for rows.
    private var places = RowPlaces<Source.Element>(width: 0, count: 0)

    /// By example: the place of its row, or -1.
    private let placeOf: WorkBuffer<Int32>

    /// The active examples of each generation, ascending; every one is part of the one before.
    private var generations: [[Int32]]

    /// For each generation, where the examples that are active now stand in it; empty until a row asks for it.
    private var positions: [[Int32]] = []

    /// A cache of at most `memory` bytes, but of two readings at least.
    init(_ source: Source, memory: Int) {
        (self.source, self.memory) = (source, memory)
        let count = source.count
        pointers = WorkBuffer(count: count, repeating: nil)
        usedAt = WorkBuffer(count: count, repeating: 0)
        placeOf = WorkBuffer(count: count, repeating: -1)
        generations = [(0..<Int32(count)).map { $0 }]
        pointAtSource()
    }

    /// Whether the row of an example can be had without reading.
    func holds(_ example: Int) -> Bool { placeOf[example] >= 0 || pointers[example] != nil }

    /// How many rows are best read at a time.
    var rowsPerReading: Int { source.rowsPerReading }

    /// Reads the row of an example that is not held.
    mutating func read(_ example: Int, clock: inout Int64) throws {
        let place = takePlace()
        if generations.count == 1 {
            try source.read(example, into: places.row(place))
        } else {
            try source.read(example, at: generations[generations.count - 1], into: places.row(place))
        }
        hold(example, at: place, clock: &clock)
    }

    /// Reads the rows of the given examples, none of which is held, at most ``rowsPerReading`` of them.
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

    /// Makes rows hold the elements of the given active examples only, a part of those active so far, ascending.
    mutating func narrow(to active: [Int32]) {
        positions = generations.map { _ in [] }
        generations.append(active)
        pointers.start.update(repeating: nil, count: pointers.count)
    }

    /// Brings the row of an example that is held from the active examples it follows to those of now.
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

    /// Makes all examples active again; forgets the rows that were narrowed.
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

    /// Uses rows where they lie, if the source has them as they are wanted.
    private func pointAtSource() {
        for example in 0..<source.count {
            guard let row = source.inPlace(example) else { return }
            pointers[example] = row
        }
    }

    /// Notes that the row of an example, over the active examples, was read to a place.
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

    /// A place to read a row to: a free one, or that of the row that was least recently used.
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

    /// Makes places for rows as wide as the active examples are now, unless there are some that are wide enough.
    private mutating func makePlaces() {
        let width = generations[generations.count - 1].count
        guard places.stride < padded(width) else { return }
        let least = 2 * source.rowsPerReading + 2
        let count = min(
            source.count, max(least, memory / (padded(width) * MemoryLayout<Source.Element>.stride)))
        places = RowPlaces<Source.Element>(width: width, count: count)
    }

    /// Where each of some numbers stands in a list of more; both ascend.
    private static func positions(of some: [Int32], in all: [Int32]) -> [Int32] {
        var place = 0
        return some.map { number in
            while all[place] != number { place += 1 }
            return Int32(place)
        }
    }
}
