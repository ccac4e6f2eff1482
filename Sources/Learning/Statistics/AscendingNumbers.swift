/// Numbers in ascending order, as one list or as several lists that are ascending each.
///
/// The numbers of a training set are the lists of its folds, which are sorted once for all training sets. They are not
/// merged: a number at a place is found by bisection in all lists.
struct AscendingNumbers: Sendable, Equatable {
    /// The lists, none of which is empty.
    private(set) var lists: [[Double]]

    /// The number of missing cells, which are not in the lists.
    private(set) var missingCount: Int

    /// Sorts the numbers that are not missing.
    ///
    /// - Complexity: O(n).
    init(of numbers: [Double]) {
        var present = numbers.filter { !$0.isNaN }
        present.sortAscending()
        lists = present.isEmpty ? [] : [present]
        missingCount = numbers.count - present.count
    }

    init(lists: [[Double]], missingCount: Int) {
        (self.lists, self.missingCount) = (lists, missingCount)
    }

    /// The number of numbers.
    var count: Int { lists.reduce(0) { $0 + $1.count } }

    /// Whether there are no numbers.
    var isEmpty: Bool { lists.isEmpty }

    /// The smallest number; nil if there are none.
    var first: Double? { lists.lazy.map { $0[0] }.min() }

    /// The largest number; nil if there are none.
    var last: Double? { lists.lazy.map { $0[$0.count - 1] }.max() }

    /// All numbers in ascending order.
    ///
    /// - Complexity: O(n) for one list, which is not copied, or for several.
    var ascending: [Double] {
        guard lists.count > 1 else { return lists.first ?? [] }
        var all = Array(lists.joined())
        all.sortAscending()
        return all
    }

    /// The distinct numbers in ascending order, and how often each occurs.
    ///
    /// - Complexity: O(n).
    var distinct: (values: [Double], counts: [Int]) {
        var (values, counts): ([Double], [Int]) = ([], [])
        for number in ascending {
            if values.last == number {
                counts[counts.count - 1] += 1
            } else {
                values.append(number)
                counts.append(1)
            }
        }
        return (values, counts)
    }

    /// Adds other numbers, without copying them.
    mutating func add(_ other: AscendingNumbers) {
        lists += other.lists
        missingCount += other.missingCount
    }

    /// Returns the numbers at ascending places among all of them.
    ///
    /// - Complexity: O(places × lists × log² n), and less the closer the places are; O(places) for one list.
    func numbers(at places: [Int]) -> [Double] {
        guard lists.count > 1 else { return places.map { lists[0][$0] } }
        var found = [Double](repeating: 0, count: places.count)
        find(places, places.indices, between: Cut(lists.map { _ in 0 }), Cut(lists.map(\.count)), &found)
        return found
    }
}

extension AscendingNumbers {
    /// The number of elements of each list before a place: none of them is greater than any other element.
    private struct Cut {
        var counts: [Int]

        init(_ counts: [Int]) { self.counts = counts }

        var place: Int { counts.reduce(0, +) }
    }

    /// Finds the numbers at some of the places, which are between two cuts: the middle one, and then those on both sides.
    private func find(
        _ places: [Int], _ range: Range<Int>, between low: Cut, _ high: Cut, _ found: inout [Double]
    ) {
        guard !range.isEmpty else { return }
        let middle = (range.lowerBound + range.upperBound) / 2
        let cut = cut(at: places[middle], between: low, high)
        found[middle] =
            zip(lists, cut.counts).lazy.compactMap { $1 < $0.count ? $0[$1] : nil }.min() ?? .nan
        find(places, range.lowerBound..<middle, between: low, cut, &found)
        find(places, middle + 1..<range.upperBound, between: cut, high, &found)
    }

    /// Returns the cut at a place between two cuts.
    private func cut(at place: Int, between low: Cut, _ high: Cut) -> Cut {
        var (low, high) = (low, high)
        while low.place < place, high.place > place {
            // The middle of the longest remaining list halves it.
            let widths = zip(low.counts, high.counts).map { $1 - $0 }
            let longest = widths.indices.max { widths[$0] < widths[$1] } ?? 0
            let pivot = lists[longest][low.counts[longest] + widths[longest] / 2]
            let below = Cut(
                lists.indices.map {
                    lists[$0].firstIndex(atLeast: pivot, in: low.counts[$0]..<high.counts[$0])
                })
            if below.place >= place {
                high = below
                continue
            }
            let through = Cut(
                lists.indices.map {
                    lists[$0].firstIndex(above: pivot, in: below.counts[$0]..<high.counts[$0])
                })
            guard through.place > place else {
                low = through
                continue
            }
            // The cut is among elements equal to the pivot.
            var (cut, rest) = (below, place - below.place)
            for list in cut.counts.indices {
                let taken = min(rest, through.counts[list] - below.counts[list])
                cut.counts[list] += taken
                rest -= taken
            }
            return cut
        }
        return low.place == place ? low : high
    }
}

extension [Double] {
    /// Returns the index of the first element of a range that is at least a value, in an ascending list.
    func firstIndex(atLeast value: Double, in range: Range<Int>) -> Int {
        firstIndex(in: range) { $0 >= value }
    }

    /// Returns the index of the first element of a range that is greater than a value, in an ascending list.
    fileprivate func firstIndex(above value: Double, in range: Range<Int>) -> Int {
        firstIndex(in: range) { $0 > value }
    }

    @inline(__always)
    private func firstIndex(in range: Range<Int>, where isReached: (Double) -> Bool) -> Int {
        var (low, high) = (range.lowerBound, range.upperBound)
        while low < high {
            let middle = (low + high) / 2
            if isReached(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
