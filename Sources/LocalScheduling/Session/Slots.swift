internal import TaskGraph

/// The results of a session's tasks, by position, in memory that stays in place while it grows.
///
/// Each block is twice as large as the one before it, so that the block of a position is known from its highest bit.
struct Slots {
    /// The data of one task in contiguous memory, because tasks that run in succession may be far apart.
    struct Slot {
        /// The result; `()` before the task has run and after the result was dropped.
        ///
        /// An optional would be copied through runtime type metadata at several times the cost. The state machine
        /// tracks which results exist.
        var value: any Sendable = ()
        /// The duration of the task; 0 before it has run.
        var seconds = 0.0
        /// The graph of the task, which is in memory until the task has ended.
        let graph: Unmanaged<AdmittedGraph>
        let task: TaskID
        let operation: OperationID
        /// The task's inputs among the inputs of all tasks of its graph.
        let firstInput: Int32
        let inputCount: Int32
    }

    private static let firstBits = 6
    private let blocks: UnsafeMutablePointer<UnsafeMutablePointer<Slot>?>
    private static let blockCount = 32

    init() {
        blocks = .allocate(capacity: Self.blockCount)
        blocks.initialize(repeating: nil, count: Self.blockCount)
    }

    /// Destroys the results of the first `count` positions and frees the memory.
    func deallocate(count: Int) {
        for (block, start, capacity) in Self.layout where start < count {
            blocks[block]?.deinitialize(count: min(capacity, count - start))
            blocks[block]?.deallocate()
        }
        blocks.deallocate()
    }

    /// The blocks, with the position of the first slot and the number of slots.
    private static var layout: some Sequence<(block: Int, start: Int, capacity: Int)> {
        (0..<blockCount - firstBits).lazy.map { block in
            (block, (1 << (block + firstBits)) - (1 << firstBits), 1 << (block + firstBits))
        }
    }

    /// The slot at a position, at an address that does not change.
    @inline(__always)
    subscript(position: Position) -> UnsafeMutablePointer<Slot> {
        let number = position.index + (1 << Self.firstBits)
        let bits = Int.bitWidth - 1 - number.leadingZeroBitCount
        return blocks[bits - Self.firstBits].unsafelyUnwrapped + (number - (1 << bits))
    }

    /// Adds the slot of the position after all others.
    ///
    /// Other slots may be in use at the same time.
    func initialize(_ position: Position, to slot: Slot) {
        let number = position.index + (1 << Self.firstBits)
        let bits = Int.bitWidth - 1 - number.leadingZeroBitCount
        if blocks[bits - Self.firstBits] == nil {
            blocks[bits - Self.firstBits] = .allocate(capacity: 1 << bits)
        }
        self[position].initialize(to: slot)
    }
}
