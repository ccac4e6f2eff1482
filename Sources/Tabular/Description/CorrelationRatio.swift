/// The correlation ratio of numbers by classes.
///
/// The plain ratio η² = 1 - SSW/SST grows with the number of classes, and is 1 if every row has its own class. Kelley (1935)
/// divides both sums of squares by their degrees of freedom: ε² = 1 - (SSW/(n - k))/(SST/(n - 1)).
enum CorrelationRatio {
    /// Returns ε over the rows with a finite number and a class, and their number; nil if the numbers are constant, if there
    /// is one class, or if there are as many classes as rows.
    static func value(_ numbers: [Double], _ codes: [Int32], classes: Int) -> (value: Double, rows: Int)? {
        var counts = [Int](repeating: 0, count: classes)
        var means = [Double](repeating: 0, count: classes)
        var (rows, sum) = (0, 0.0)
        for (number, code) in zip(numbers, codes) where code >= 0 && number.isFinite {
            counts[Int(code)] += 1
            means[Int(code)] += number
            (rows, sum) = (rows + 1, sum + number)
        }
        let present = counts.count { $0 > 0 }
        guard present > 1, rows > present else { return nil }
        for code in means.indices where counts[code] > 0 { means[code] /= Double(counts[code]) }
        let mean = sum / Double(rows)
        var (within, total) = (0.0, 0.0)
        for (number, code) in zip(numbers, codes) where code >= 0 && number.isFinite {
            let (inner, outer) = (number - means[Int(code)], number - mean)
            within += inner * inner
            total += outer * outer
        }
        guard total > 0 else { return nil }
        let ratio = (within / Double(rows - present)) / (total / Double(rows - 1))
        return (max(0, 1 - ratio).squareRoot(), rows)
    }
}
