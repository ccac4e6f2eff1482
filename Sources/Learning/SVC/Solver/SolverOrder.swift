/// The order in which libsvm has the examples, which decides ties between them: the last goes first.
///
/// libsvm leaves an example out by swapping it with the last that stays, and has them in that order from then on, when all
/// have returned as well. Ties are not rare: a step makes the gradients of its two examples equal, and near the end,
/// where steps are small, equal to the bit.
///
/// Here the active examples stand in ascending order, as their columns do, and this order is kept beside.
struct SolverOrder: ~Copyable {
    /// By example: its place.
    let places: WorkBuffer<Int32>

    /// By place: the example.
    private let examples: WorkBuffer<Int32>

    /// The first so many are active.
    private var activeCount: Int

    /// The order at some time.
    struct Position {
        fileprivate let examples: [Int32]
        fileprivate let activeCount: Int
    }

    /// So many examples, all of them active, in ascending order.
    init(count: Int) {
        places = WorkBuffer(uninitialized: count)
        examples = WorkBuffer(uninitialized: count)
        activeCount = count
        for example in 0..<count { set(example, at: example) }
    }

    /// The order of now.
    var position: Position {
        Position(examples: (0..<examples.count).map { examples[$0] }, activeCount: activeCount)
    }

    /// Goes back to an order of before.
    mutating func go(to position: Position) {
        activeCount = position.activeCount
        for (place, example) in position.examples.enumerated() { set(Int(example), at: place) }
    }

    /// Makes all examples active, where they stand.
    mutating func widen() { activeCount = examples.count }

    /// Leaves out active examples, by libsvm's swaps.
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
