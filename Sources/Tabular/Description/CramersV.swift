/// Cramér's V with the correction for bias of Bergsma, *A bias-correction for Cramér's V and Tschuprow's T* (2013).
enum CramersV {
    /// Returns the corrected V over the rows with two classes, and their number; nil if a column has one class only, or if
    /// there are too few rows for the correction.
    static func value(
        _ x: [Int32], _ xClasses: Int, _ y: [Int32], _ yClasses: Int
    ) -> (value: Double, rows: Int)? {
        var (xCounts, yCounts) = (
            [Int](repeating: 0, count: xClasses), [Int](repeating: 0, count: yClasses)
        )
        var rows = 0
        for (a, b) in zip(x, y) where a >= 0 && b >= 0 {
            xCounts[Int(a)] += 1
            yCounts[Int(b)] += 1
            rows += 1
        }
        let (r, k) = (Double(xCounts.count { $0 > 0 }), Double(yCounts.count { $0 > 0 }))
        guard r > 1, k > 1 else { return nil }

        var sum = 0.0
        cells(x, xClasses, y, yClasses) { a, b, count in
            sum += Double(count) * Double(count) / (Double(xCounts[a]) * Double(yCounts[b]))
        }
        let n = Double(rows)
        let phi2 = max(0, sum - 1 - (r - 1) * (k - 1) / (n - 1))
        let (r2, k2) = (r - (r - 1) * (r - 1) / (n - 1), k - (k - 1) * (k - 1) / (n - 1))
        let least = min(r2, k2) - 1
        guard least > 0 else { return nil }
        return (min(1, (phi2 / least).squareRoot()), rows)
    }

    /// Calls `body` for each cell of the contingency table that is not empty.
    private static func cells(
        _ x: [Int32], _ xClasses: Int, _ y: [Int32], _ yClasses: Int, _ body: (Int, Int, Int) -> Void
    ) {
        // Most cells of a large table are empty.
        let maxCells = 1 << 22
        if xClasses <= maxCells / yClasses {
            var table = [Int32](repeating: 0, count: xClasses * yClasses)
            for (a, b) in zip(x, y) where a >= 0 && b >= 0 { table[Int(a) * yClasses + Int(b)] += 1 }
            for (cell, count) in table.enumerated() where count > 0 {
                body(cell / yClasses, cell % yClasses, Int(count))
            }
            return
        }
        var pairs = zip(x, y).lazy.filter { $0 >= 0 && $1 >= 0 }.map { UInt64($0) << 32 | UInt64($1) }
            .sorted()[...]
        while let first = pairs.first {
            let end = pairs.firstIndex { $0 != first } ?? pairs.endIndex
            body(Int(first >> 32), Int(first & 0xFFFF_FFFF), end - pairs.startIndex)
            pairs = pairs[end...]
        }
    }
}
