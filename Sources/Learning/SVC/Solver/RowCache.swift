import CVectorLoops

/// Rows of the kernel matrix that were read, the least recently used of which give way when memory is short.
///
/// Rows follow the solver's *active* examples: after ``narrow(to:)`` a row holds the elements of those only, in their
/// order. A row that was read before is narrowed when it is next asked for.
struct RowCache<Source: KernelRows>: ~Copyable {
    let source: Source

    /// The elements from one row's start to the next's: n rounded up to whole vectors.
    private let stride: Int
    private let elements: WorkBuffer<Float>

    /// For each example, the place of its row, or -1.
    private let slotOf: WorkBuffer<Int32>

    /// For each place, its example or -1, and the generation of active examples its elements follow.
    private let exampleOf: WorkBuffer<Int32>
    private let generationOf: WorkBuffer<Int32>

    /// When each place was last asked for, in calls.
    private let usedAt: WorkBuffer<Int>
    private var calls = 0
    private var slotsTaken = 0

    /// The active examples of each generation, ascending; every one is part of the one before.
    private var generations: [[Int32]]

    /// For each generation, where the examples that are active now stand in it; empty until a row asks for it.
    private var positions: [[Int32]] = []

    /// A cache of at most `memory` bytes, but of two readings at least.
    init(_ source: Source, memory: Int) {
        self.source = source
        let count = source.count
        stride = padded(count)
        let least = 2 * source.rowsPerReading + 2
        let slots = min(count, max(least, memory / (stride * MemoryLayout<Float>.stride)))
        elements = WorkBuffer(uninitialized: slots * stride)
        slotOf = WorkBuffer(count: count, repeating: -1)
        exampleOf = WorkBuffer(count: slots, repeating: -1)
        generationOf = WorkBuffer(count: slots, repeating: 0)
        usedAt = WorkBuffer(count: slots, repeating: 0)
        generations = [(0..<Int32(count)).map { $0 }]
    }

    /// Whether the row of an example can be had without reading.
    func holds(_ example: Int) -> Bool { slotOf[example] >= 0 }

    /// How many rows are best read at a time.
    var rowsPerReading: Int { source.rowsPerReading }

    /// The row of an example that is held, over the active examples; stays where it is during one more reading.
    @inline(__always)
    mutating func row(_ example: Int) -> UnsafeMutablePointer<Float> {
        let slot = Int(slotOf[example])
        calls &+= 1
        usedAt[slot] = calls
        if generationOf[slot] != generations.count - 1 { narrow(slot) }
        return elements.start + slot * stride
    }

    /// Reads the row of an example that is not held.
    mutating func read(_ example: Int) throws {
        let slot = takeSlot()
        try source.read(example, into: elements.start + slot * stride)
        hold(example, at: slot)
    }

    /// Reads the rows of the given examples, none of which is held, at most ``rowsPerReading`` of them.
    mutating func read(_ examples: [Int]) throws {
        let slots = examples.map { _ in takeSlot() }
        try source.read(examples, into: slots.map { elements.start + $0 * stride })
        for (example, slot) in zip(examples, slots) { hold(example, at: slot) }
    }

    /// Notes that the row of an example, over all examples, was read to a place.
    private mutating func hold(_ example: Int, at slot: Int) {
        for index in source.count..<stride { elements[slot * stride + index] = 0 }
        slotOf[example] = Int32(slot)
        (exampleOf[slot], generationOf[slot]) = (Int32(example), 0)
    }

    /// Makes rows hold the elements of the given active examples only, a part of those active so far, ascending.
    mutating func narrow(to active: [Int32]) {
        positions = generations.map { _ in [] }
        generations.append(active)
    }

    /// Makes all examples active again; forgets the rows that were narrowed.
    mutating func widen() {
        generations.removeLast(generations.count - 1)
        for slot in 0..<slotsTaken where generationOf[slot] != 0 && exampleOf[slot] >= 0 {
            slotOf[Int(exampleOf[slot])] = -1
            (exampleOf[slot], generationOf[slot], usedAt[slot]) = (-1, 0, 0)
        }
    }

    /// A free place, or the least recently used, emptied; marked as used, so that a reading takes distinct ones.
    private mutating func takeSlot() -> Int {
        calls += 1
        if slotsTaken < usedAt.count {
            slotsTaken += 1
            usedAt[slotsTaken - 1] = calls
            return slotsTaken - 1
        }
        var oldest = 0
        for slot in 0..<usedAt.count where usedAt[slot] < usedAt[oldest] { oldest = slot }
        if exampleOf[oldest] >= 0 { slotOf[Int(exampleOf[oldest])] = -1 }
        exampleOf[oldest] = -1
        usedAt[oldest] = calls
        return oldest
    }

    /// Brings a row from the active examples it follows to those of now.
    private mutating func narrow(_ slot: Int) {
        let then = Int(generationOf[slot])
        let now = generations.count - 1
        if positions[then].isEmpty {
            positions[then] = Self.positions(of: generations[now], in: generations[then])
        }
        trellis_take(elements.start + slot * stride, positions[then], positions[then].count)
        generationOf[slot] = Int32(now)
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
