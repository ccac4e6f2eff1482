/// The rows of a training set sorted by class, and the pairs of classes of one-vs-one, in libsvm's order.
struct ClassOrder {
    /// The codes of the classes that occur, ascending.
    let classes: [Int32]

    /// All rows by class, in each class as they came.
    let rows: [Int]

    /// Where each class's rows begin in ``rows``, and the end.
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

    /// How many rows each class has.
    var counts: [Int] { zip(starts.dropFirst(), starts).map { $0 - $1 } }

    /// The rows of a class, given by its place among ``classes``.
    func rows(of place: Int) -> [Int] { Array(rows[starts[place]..<starts[place + 1]]) }

    /// All pairs of places among ``classes``, the smaller first: (0, 1), (0, 2), …, (1, 2), ….
    var pairs: [(Int, Int)] { Self.pairs(of: classes.count) }

    /// The number of pairs of k classes.
    static func pairCount(of count: Int) -> Int { count * (count - 1) / 2 }

    /// All pairs of k classes.
    static func pairs(of count: Int) -> [(Int, Int)] {
        (0..<count).flatMap { first in (first + 1..<max(count, first + 1)).map { (first, $0) } }
    }
}
