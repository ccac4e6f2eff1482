/// The parameters of some outputs, or the derivatives by them, as the inner loops of the logistic loss read them: those of
/// dense columns and intercepts, and those of blocks in tables.
///
/// Outputs that are computed together, a *batch*, have common tables.
struct LogisticParameters: Sendable {
    /// The parameters of dense columns and the intercept, output by output.
    var dense: [Double]

    /// The tables of each batch; empty without blocks.
    var tables: [Double]

    mutating func add(_ other: LogisticParameters) {
        dense.add(other.dense)
        tables.add(other.tables)
    }
}

extension LogisticRows {
    /// The number of parameters of an output for dense columns and the intercept.
    var denseWidth: Int { panels.columns + (hasIntercept ? 1 : 0) }

    /// Returns the parameters of consecutive outputs, in batches of `batch` outputs.
    func split(_ points: [Double], batch: Int) -> LogisticParameters {
        guard let encoded else { return LogisticParameters(dense: points, tables: []) }
        var parameters = LogisticParameters(dense: [], tables: [])
        for start in stride(from: 0, to: points.count, by: width) {
            for column in encoded.rows.denseColumns { parameters.dense.append(points[start + column]) }
            if hasIntercept { parameters.dense.append(points[start + width - 1]) }
        }
        for start in stride(from: 0, to: points.count, by: batch * width) {
            parameters.tables += encoded.tables(points[start..<start + batch * width], width: width)
        }
        return parameters
    }

    /// Returns parameters in the order of ``split(_:batch:)``'s argument.
    func merged(_ parameters: LogisticParameters, batch: Int) -> [Double] {
        guard let encoded else { return parameters.dense }
        let outputs = denseWidth == 0 ? 0 : parameters.dense.count / denseWidth
        let size = encoded.tableSize(outputs: batch)
        let count = max(outputs, parameters.tables.count / size * batch)
        var points = [Double](repeating: 0, count: count * width)
        for output in 0..<outputs {
            let (from, to) = (output * denseWidth, output * width)
            for (index, column) in encoded.rows.denseColumns.enumerated() {
                points[to + column] = parameters.dense[from + index]
            }
            if hasIntercept { points[to + width - 1] = parameters.dense[from + denseWidth - 1] }
        }
        for index in 0..<count / batch {
            let table = parameters.tables[index * size..<(index + 1) * size]
            encoded.copy(
                table, to: &points[index * batch * width..<(index + 1) * batch * width], width: width)
        }
        return points
    }
}
