/// The products of columns that ``PolynomialFeatures`` returns, in order.
struct PolynomialTerms {
    /// The largest number of products, beyond which a fit fails.
    static let largestCount = 1 << 24

    /// The terms with one factor less, each of which is multiplied by a column; -1 for a term of one column.
    let rests: [Int32]

    /// The column by which each term's rest is multiplied, the first of its columns.
    let factors: [Int32]

    /// Lists the products without the constant.
    ///
    /// - Complexity: O(products).
    init(columns: Int, degree: Int, interactionOnly: Bool) {
        var (rests, factors): ([Int32], [Int32]) = ([], [])
        if degree > 0 {
            rests = [Int32](repeating: -1, count: columns)
            factors = (0..<columns).map(Int32.init)
        }
        // The terms of the last degree are sorted by their first column.
        var start = 0
        for _ in stride(from: 1, to: degree, by: 1) where start < factors.count {
            let end = factors.count
            var first = start
            for column in 0..<columns {
                let least = interactionOnly ? column + 1 : column
                while first < end, factors[first] < least { first += 1 }
                for rest in first..<end {
                    rests.append(Int32(rest))
                    factors.append(Int32(column))
                }
            }
            start = end
        }
        (self.rests, self.factors) = (rests, factors)
    }

    /// The columns of each term, ascending.
    var columns: [[Int]] {
        rests.indices.map { term in
            var (columns, next) = ([Int](), Int32(term))
            while next >= 0 {
                columns.append(Int(factors[Int(next)]))
                next = rests[Int(next)]
            }
            return columns
        }
    }

    /// The number of outputs; nil if it is greater than ``largestCount``.
    static func count(columns: Int, degree: Int, interactionOnly: Bool, includeBias: Bool) -> Int? {
        var total = includeBias ? 1 : 0
        var ofDegree = 1
        for level in stride(from: 1, through: degree, by: 1) {
            // The binomial coefficients of the columns, or of the columns with repetition.
            let choices = interactionOnly ? columns - level + 1 : columns + level - 1
            guard choices > 0 else { break }
            let (product, overflows) = ofDegree.multipliedReportingOverflow(by: choices)
            guard !overflows else { return nil }
            ofDegree = product / level
            total += ofDegree
            guard total <= largestCount else { return nil }
        }
        return total
    }
}
