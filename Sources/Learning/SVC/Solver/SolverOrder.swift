/// The order of the examples in libsvm, which decides ties between them: the last has priority.
///
/// libsvm removes an example by swapping it with the last remaining one, and keeps that order even after all examples
/// return. Ties are not rare: a step makes the gradients of its two examples equal, and near the end, where steps are
/// small, equal to the bit.
///
/// Here, the active examples are in ascending order, as their columns are; this order is stored separately.
struct SolverOrder: ~Copyable {
    /// The place of each example.
    let places: WorkBuffer<Int32>

    /// The example at each place.
    private let examples: WorkBuffer<Int32>

    /// The number of active examples, which come first.
    private var activeCount: Int

    /// The order at some time.
    struct Position {
        fileprivate let examples: [Int32]
        fileprivate let activeCount: Int
    }

    /// Creates the ascending order of `count` active examples.
    init(count: Int) {
        places = WorkBuffer(uninitialized: count)
        examples = WorkBuffer(uninitialized: count)
        activeCount = count
        for example in 0..<count { set(example, at: example) }
    }

    /// The current order.
    var position: Position {
        Position(examples: (0..<examples.count).map { examples[$0] }, activeCount: activeCount)
    }

    /// Restores an earlier order.
    mutating func go(to position: Position) {
        activeCount = position.activeCount
        for (place, example) in position.examples.enumerated() { set(Int(example), at: place) }
    }

    /// Makes all examples active, without moving them.
    mutating func widen() { activeCount = examples.count }

    /// Removes active examples by libsvm's swaps.
    mutating func shrink(keeping isKept: (_ example: Int) -> Bool) {
        var place = 0
        while place < activeCount {
            if !isKept(Int(examples[place])) {
                activeCount -= 1
                while activeCount > place, !isKept(Int(examples[activeCount])) { activeCount -= 1 }
                let left = Int(examples[place])
                set(Int(examples[activeCount]), at: place)
                set(left, at: activeCount)
            }
            place += 1
        }
    }

    private func set(_ example: Int, at place: Int) {
        examples[place] = Int32(example)
        places[example] = Int32(place)
    }
}
