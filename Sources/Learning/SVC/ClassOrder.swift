/// The rows of a training set sorted by class, and the one-vs-one pairs of classes, in libsvm's order.
struct ClassOrder {
    /// The class codes in the data, ascending.
    let classes: [Int32]

    /// All rows sorted by class; rows of the same class keep their order.
    let rows: [Int]

    /// The start of each class in ``rows``, followed by the end.
    private let starts: [Int]

    init(_ labels: Labels) {
        let counts = labels.counts
        classes = labels.presentCodes
        var next = counts.indices.map { code in counts[..<code].reduce(0, +) }
        starts = classes.map { next[Int($0)] } + [labels.count]
        var rows = [Int](repeating: 0, count: labels.count)
        for (row, code) in labels.codes.enumerated() {
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
