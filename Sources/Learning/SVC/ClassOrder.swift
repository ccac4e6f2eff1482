/// The rows of a training set sorted by class, and the one-vs-one pairs of classes, in libsvm's order.
struct ClassOrder {
    /// The class codes in the data, ascending.
    let classes: [Int32]

    /// All rows with a weight above 0, sorted by class; rows of the same class keep their order.
    let rows: [Int]

    /// The start of each class in ``rows``, followed by the end.
    private let starts: [Int]

    /// Sorts rows by class.
    ///
    /// - Parameter weights: The weights of the rows; nil for a weight of 1.
    init(_ labels: Labels, weights: [Double]? = nil) {
        func counts(_ row: Int) -> Bool { weights.map { $0[row] > 0 } ?? true }
        var sizes = [Int](repeating: 0, count: labels.classes.count)
        for (row, code) in labels.codes.enumerated() where counts(row) { sizes[Int(code)] += 1 }
        classes = sizes.indices.filter { sizes[$0] > 0 }.map { Int32($0) }
        var next = sizes.indices.map { code in sizes[..<code].reduce(0, +) }
        let total = sizes.reduce(0, +)
        starts = classes.map { next[Int($0)] } + [total]
        var rows = [Int](repeating: 0, count: total)
        for (row, code) in labels.codes.enumerated() where counts(row) {
            rows[next[Int(code)]] = row
            next[Int(code)] += 1
        }
        self.rows = rows
    }

    /// The number of rows of each class.
    var counts: [Int] { zip(starts.dropFirst(), starts).map { $0 - $1 } }

    /// Returns the rows of a class, given by its index in ``classes``.
    func rows(of place: Int) -> [Int] { Array(rows[starts[place]..<starts[place + 1]]) }

    /// All pairs of indices in ``classes``, the smaller first: (0, 1), (0, 2), …, (1, 2), ….
    var pairs: [(Int, Int)] { Self.pairs(of: classes.count) }

    /// Returns the number of pairs of k classes.
    static func pairCount(of count: Int) -> Int { count * (count - 1) / 2 }

    /// Returns all pairs of k classes.
    static func pairs(of count: Int) -> [(Int, Int)] {
        (0..<count).flatMap { first in (first + 1..<max(count, first + 1)).map { (first, $0) } }
    }
}
