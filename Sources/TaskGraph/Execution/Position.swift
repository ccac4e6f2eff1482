/// A task's place in the order of one run: 0 is the most urgent.
///
/// All that is looked up while tasks run is laid out by position rather than by task, so that tasks which run
/// after one another lie beside one another in memory.
package struct Position: Hashable, Comparable, Sendable {
    @usableFromInline let number: Int32

    @inlinable
    package init(_ index: Int) {
        number = Int32(truncatingIfNeeded: index)
    }

    @inlinable
    package var index: Int { Int(number) }

    @inlinable
    package static func < (left: Position, right: Position) -> Bool { left.number < right.number }
}
