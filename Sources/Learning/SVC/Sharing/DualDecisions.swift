import LinearAlgebra

/// The decisions of several models for one Gram matrix, by one product for each class's support vectors.
struct DualDecisions {
    private var sums: [PairSums]

    /// The number of training rows per block, whose products fit in the cache.
    private static let blockWidth = 256

    init(_ models: [DualSVC], _ gram: GramMatrix, rows: Range<Int>) {
        sums = models.map { PairSums(intercepts: $0.pairs.map(\.intercept), rows: rows.count) }
        let support = SupportByClass(models, trainCount: gram.trainCount)
        for (place, all) in support.rows.enumerated() {
            let pairs = support.pairs(of: place)
            for start in stride(from: 0, to: all.count, by: Self.blockWidth) {
                let block = start..<min(start + Self.blockWidth, all.count)
                let products = gram.block(rows: rows, columns: Array(all[block]))
                    .timesTransposed(support.coefficients(of: models, pairs, block: block, of: place))
                for model in models.indices {
                    sums[model].add(products, from: model * pairs.count, of: pairs)
                }
            }
        }
    }

    /// The decisions of each model, rows × pairs.
    var decisions: [Matrix] { sums.map(\.decisions) }
}

/// The training rows that are support vectors of any of several models, by class.
private struct SupportByClass {
    /// The rows of each class, ascending.
    let rows: [[Int]]

    /// The index of each row among those of its class.
    private let places: [Int]

    /// The pairs of class indices.
    private let pairs: [(Int, Int)]

    /// Creates the rows for models of the same classes.
    init(_ models: [DualSVC], trainCount: Int) {
        let classCount = models.first?.classes.count ?? 0
        pairs = ClassOrder.pairs(of: classCount)
        var classOf = [Int](repeating: -1, count: trainCount)
        for model in models {
            for (pair, (first, second)) in zip(model.pairs, pairs) {
                // The coefficients of the second class are negated.
                for (row, value) in zip(pair.rows, pair.coefficients) {
                    classOf[row] = value > 0 ? first : second
                }
            }
        }
        var rows = [[Int]](repeating: [], count: classCount)
        var places = [Int](repeating: 0, count: trainCount)
        for (row, place) in classOf.enumerated() where place >= 0 {
            places[row] = rows[place].count
            rows[place].append(row)
        }
        (self.rows, self.places) = (rows, places)
    }

    /// Returns the pairs that include a class.
    func pairs(of place: Int) -> [Int] {
        pairs.indices.filter { pairs[$0].0 == place || pairs[$0].1 == place }
    }

    /// Returns the coefficients of a block of a class's rows, for each model and each of its given pairs.
    func coefficients(of models: [DualSVC], _ some: [Int], block: Range<Int>, of place: Int) -> Matrix {
        var values = [Double](repeating: 0, count: models.count * some.count * block.count)
        var first = 0
        for model in models {
            for number in some {
                let (pair, isFirst) = (model.pairs[number], pairs[number].0 == place)
                for (row, value) in zip(pair.rows, pair.coefficients)
                where (value > 0) == isFirst && block.contains(places[row]) {
                    values[first + places[row] - block.lowerBound] = value
                }
                first += block.count
            }
        }
        return Matrix(rows: models.count * some.count, columns: block.count, values: values)
    }
}
