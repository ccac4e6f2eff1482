/// The mean of a target in each category of the training rows, shrunk towards the mean of all rows.
struct TargetMeans {
    /// The numbers to average, one list for each output of a column: the values of a regression target, or 1 and 0 for
    /// the rows of a class and the others.
    let outputs: [[Double]]

    /// The codes of the classes that have an output; empty for a regression target.
    let classes: [Int32]

    /// Lists the numbers to average for a target.
    ///
    /// Two classes have a single output, the second class.
    init(_ target: Target) throws {
        switch target {
        case .values(let values):
            if let row = values.firstIndex(where: { !$0.isFinite }) {
                throw LearningError.targetNotFinite(row: row, value: values[row])
            }
            outputs = [values]
            classes = []
        case .labels(let labels):
            let present = labels.presentCodes
            // A single class is encoded by zeros, as in scikit-learn.
            let named = present.count > 2 ? present : Array(present.dropFirst())
            classes = named
            outputs =
                named.isEmpty
                ? [[Double](repeating: 0, count: labels.count)]
                : named.map { code in labels.codes.map { $0 == code ? 1 : 0 } }
        }
    }

    /// The encodings of the categories of one column for one output, and the mean of all rows.
    ///
    /// - Parameters:
    ///   - output: The index of the output.
    ///   - categories: The category of each row, from 0 to `count - 1`.
    ///   - count: The number of categories, some of which may have no rows.
    ///   - isUsed: Whether each row is one of the training rows.
    /// - Complexity: O(rows + categories).
    func encodings(
        of output: Int, in categories: [Int32], count: Int, smooth: TargetEncoder.Smoothing,
        using isUsed: (Int) -> Bool
    ) -> (encodings: [Double], mean: Double) {
        let y = outputs[output]
        var (rows, sums) = ([Double](repeating: 0, count: count), [Double](repeating: 0, count: count))
        var (total, used) = (0.0, 0.0)
        for row in y.indices where isUsed(row) {
            let category = Int(categories[row])
            rows[category] += 1
            sums[category] += y[row]
            total += y[row]
            used += 1
        }
        let mean = total / used
        switch smooth {
        case .value(let smooth):
            let encodings = zip(rows, sums).map { rows, sum in
                rows + smooth == 0 ? mean : (smooth * mean + sum) / (smooth + rows)
            }
            return (encodings, mean)
        case .auto:
            let means = zip(sums, rows).map { $0 / $1 }
            var squares = [Double](repeating: 0, count: count)
            var totalSquares = 0.0
            for row in y.indices where isUsed(row) {
                let category = Int(categories[row])
                let (within, deviation) = (y[row] - means[category], y[row] - mean)
                squares[category] += within * within
                totalSquares += deviation * deviation
            }
            let variance = totalSquares / used
            let encodings = means.indices.map { category in
                let weight = variance * rows[category]
                let share = weight / (weight + squares[category] / rows[category])
                // NaN for a category without rows, and for a target without variance.
                return share.isNaN ? mean : share * means[category] + (1 - share) * mean
            }
            return (encodings, mean)
        }
    }
}
