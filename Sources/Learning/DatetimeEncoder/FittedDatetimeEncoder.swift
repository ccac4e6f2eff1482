import LinearAlgebra

/// A fitted ``DatetimeEncoder``: the parts of each column.
public struct FittedDatetimeEncoder: FittedTableTransformer, Equatable {
    /// The parts of each column, in the order of their output columns.
    let columns: [[DatePart]]

    /// The number of columns in the training data.
    public var featureCount: Int { columns.count }

    /// The number of parts of all columns.
    public var outputCount: Int { columns.reduce(0) { $0 + $1.count } }

    /// Throws unless there are columns and parts.
    public func validate() throws {
        try require(outputCount > 0, "there are no parts")
        for part in columns.joined() {
            switch part {
            case .sine(let inner), .cosine(let inner):
                try require(inner.period != nil, "\(inner.name) has no period")
            default: break
            }
        }
    }

    /// Replaces each date by its parts.
    ///
    /// - Complexity: O(rows × output columns).
    /// - Throws: ``LearningError/overflow(step:row:rows:)`` for a date more than three million years from 1970.
    public func transform(_ x: FeatureTable) throws -> Features {
        try checkKinds(of: x, columns.map { _ in .date })
        let width = outputCount
        return .matrix(
            try Matrix(rows: x.rowCount, columns: width) { target in
                var start = 0
                for (column, parts) in zip(x.columns, columns) {
                    for (row, seconds) in (column.numbers ?? []).enumerated() {
                        let place = row * width + start
                        if seconds.isNaN {
                            target[place..<place + parts.count].initialize(repeating: .nan)
                            continue
                        }
                        guard let moment = Moment(seconds: seconds) else {
                            throw LearningError.overflow(
                                step: DatetimeEncoder.kind, row: row, rows: x.rowCount)
                        }
                        for (index, part) in parts.enumerated() {
                            target.initializeElement(at: place + index, to: part.value(of: moment))
                        }
                    }
                    start += parts.count
                }
            })
    }

    /// The name of the column and the part: `when_year`.
    public func outputNames(for inputs: [String], step: String) -> [String] {
        zip(inputs, columns).flatMap { input, parts in parts.map { "\(input)_\($0.name)" } }
    }
}
