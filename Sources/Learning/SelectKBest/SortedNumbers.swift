/// Numbers and their order, in which the numbers near each of them are counted.
struct SortedNumbers: Sendable {
    /// The numbers.
    let numbers: [Double]

    /// The numbers, ascending.
    let ascending: [Double]

    /// The index of each ascending number.
    let order: [Int]

    /// The place of each number among the ascending ones.
    private let places: [Int]

    /// Sorts numbers.
    ///
    /// - Complexity: O(n log n).
    init(_ numbers: [Double]) {
        let pairs = numbers.enumerated().map { (number: $1, index: $0) }.sorted { $0 < $1 }
        self.numbers = numbers
        ascending = pairs.map(\.number)
        order = pairs.map(\.index)
        var places = [Int](repeating: 0, count: numbers.count)
        for (place, pair) in pairs.enumerated() { places[pair.index] = place }
        self.places = places
    }

    /// Returns the number of numbers, including itself, at most a distance from the number with an index.
    ///
    /// - Complexity: O(log result).
    func count(within radius: Double, of index: Int) -> Int { count(within: radius, ofPlace: places[index]) }

    /// Returns the number of numbers, including itself, at most a distance from the number at a place in ascending order.
    ///
    /// - Complexity: O(log result).
    func count(within radius: Double, ofPlace place: Int) -> Int {
        ascending.withUnsafeBufferPointer { ascending in
            let number = ascending[place]
            let below = Self.reach(place) { number - ascending[place - $0] <= radius }
            let above = Self.reach(ascending.count - 1 - place) { ascending[place + $0] - number <= radius }
            return below + above + 1
        }
    }

    /// Returns the largest step from 0 up to a limit that is within reach, by doubling steps and then halving them.
    @inline(__always)
    private static func reach(_ limit: Int, _ isWithin: (Int) -> Bool) -> Int {
        var (within, step) = (0, 1)
        while within + step <= limit, isWithin(within + step) {
            within += step
            step *= 2
        }
        while step > 0 {
            if within + step <= limit, isWithin(within + step) { within += step }
            step /= 2
        }
        return within
    }
}
