/// The division of the rows, or of the columns, of a matrix into chunks.
///
/// ```swift
/// let chunks = AxisChunks(length: 10, size: 4)  // 0..<4, 4..<8, 8..<10
/// ```
///
/// Chunks may differ in size, and may be empty. An axis of no or one row or column is one chunk.
public struct AxisChunks: Hashable, Sendable {
    /// The start of each chunk, and then the length of the axis.
    let bounds: [Int]

    /// Creates a division, in one chunk if the axis has no more than one row or column.
    private init(bounds: [Int]) {
        let length = bounds[bounds.count - 1]
        self.bounds = length <= 1 ? [0, length] : bounds
    }

    /// Divides an axis into chunks of a size, of which the last may be smaller.
    ///
    /// - Parameters:
    ///   - length: The number of rows or columns.
    ///   - size: The number of rows or columns of a chunk, at least 1.
    public init(length: Int, size: Int) {
        precondition(
            length >= 0 && size > 0, "chunks require a length of at least 0 and a size of at least 1")
        self.init(bounds: Array(stride(from: 0, to: length, by: size)) + [length])
    }

    /// Divides an axis into chunks with the given sizes.
    ///
    /// - Parameter sizes: The number of rows or columns of each chunk; no chunk is one that is empty.
    public init(sizes: [Int]) {
        precondition(sizes.allSatisfy { $0 >= 0 }, "the sizes of chunks cannot be negative")
        var bounds = [0]
        for size in sizes { bounds.append(bounds[bounds.count - 1] + size) }
        self.init(bounds: bounds)
    }

    /// The number of chunks, at least 1.
    public var count: Int { bounds.count - 1 }

    /// The number of rows or columns of all chunks.
    public var length: Int { bounds[bounds.count - 1] }

    /// The sizes of the chunks.
    public var sizes: [Int] { (0..<count).map { self[$0].count } }

    /// The rows or columns of a chunk.
    public subscript(index: Int) -> Range<Int> { bounds[index]..<bounds[index + 1] }
}

extension AxisChunks {
    /// Returns the indices of the chunks that have some of the rows or columns in a range.
    ///
    /// - Complexity: O(log n) in the number of chunks, and O(n) for empty chunks.
    func indices(overlapping range: Range<Int>) -> Range<Int> {
        guard !range.isEmpty else { return 0..<0 }
        // The last chunk that starts at or before the range, and the first that starts at its end or later.
        let first = partition { $0 > range.lowerBound } - 1
        let end = partition { $0 >= range.upperBound }
        return first..<min(end, count)
    }

    /// Returns the position of the first bound for which `isAfter` is true; bounds ascend.
    private func partition(_ isAfter: (Int) -> Bool) -> Int {
        var (low, high) = (0, bounds.count)
        while low < high {
            let middle = (low + high) / 2
            if isAfter(bounds[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }

    /// Returns the coarsest division in which each chunk is part of one chunk of this division and of another one.
    func refined(by other: AxisChunks) -> AxisChunks {
        if self == other { return self }
        var merged: [Int] = []
        var (left, right) = (bounds[...], other.bounds[...])
        while let first = left.first ?? right.first {
            let next = min(left.first ?? first, right.first ?? first)
            if merged.last != next { merged.append(next) }
            left = left.drop { $0 == next }
            right = right.drop { $0 == next }
        }
        return AxisChunks(bounds: merged)
    }

    /// Returns the division of a range of the axis, at the same places.
    func restricted(to range: Range<Int>) -> AxisChunks {
        let within = bounds.filter { $0 > range.lowerBound && $0 < range.upperBound }
        return AxisChunks(
            bounds: ([range.lowerBound] + within + [range.upperBound]).map { $0 - range.lowerBound })
    }

    /// Returns the division of two axes, one after the other.
    func followed(by other: AxisChunks) -> AxisChunks {
        AxisChunks(bounds: bounds + other.bounds.dropFirst().map { $0 + length })
    }

    /// One chunk.
    static func whole(_ length: Int) -> AxisChunks { AxisChunks(bounds: [0, length]) }
}
