/// The position of a task in the order of one run: 0 is the most urgent.
///
/// Data that is read while tasks run is stored by position rather than by task, so that tasks that run after one
/// another are adjacent in memory.
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
