import LinearAlgebra

extension TargetEncoder {
    /// Computes the encoding of each category in all training rows.
    ///
    /// - Complexity: O(rows × columns × outputs), besides sorting numbers.
    /// - Throws: ``LearningError/targetNotFinite(row:value:)``; ``LearningError/fitFailed(step:reason:)`` if the sum of
    ///   the target overflows.
    public func fit(
        checked x: FeatureTable, _ target: Target, in context: FitContext
    ) throws -> FittedTargetEncoder {
        let means = try TargetMeans(target)
        let columns = try x.columns.map { cells in
            try context.checkCancellation()
            let categories = LearnedCategories(of: cells)
            let indices = categories.indices(of: cells)
            let encoded = means.outputs.indices.map { output in
                means.encodings(
                    of: output, in: indices, count: categories.count, smooth: smooth, using: { _ in true })
            }
            guard encoded.allSatisfy({ $0.encodings.allSatisfy(\.isFinite) && $0.mean.isFinite }) else {
                throw overflow
            }
            return FittedTargetEncoder.Column(categories: categories, encodings: encoded.map(\.encodings))
        }
        let targetMeans = means.outputs.map { $0.reduce(0, +) / Double($0.count) }
        return FittedTargetEncoder(
            columns: columns, targetMeans: targetMeans,
            classNames: means.outputs.count > 1
                ? means.classes.map { target.labels?.classes[Int($0)] ?? "" } : [])
    }

    private var overflow: LearningError {
        .fitFailed(step: Self.kind, reason: "the values of the target are too large: their sum overflows")
    }
}

extension TargetEncoder: CrossFittedTransformer {
    /// Encodes each fold by the means of the other folds.
    ///
    /// - Complexity: O(rows × columns × outputs × folds).
    /// - Throws: ``LearningError/fitFailed(step:reason:)`` if there are more folds than rows, or than rows of each
    ///   class.
    public func crossFitted(
        checked x: FeatureTable, _ target: Target, in context: FitContext
    ) throws -> Features {
        let means = try TargetMeans(target)
        let foldOfRow = try folds(of: target)
        let outputs = means.outputs.count
        let width = x.columns.count * outputs
        var encoded = Matrix(rows: x.rowCount, columns: width)
        for (index, cells) in x.columns.enumerated() {
            let categories = LearnedCategories(of: cells)
            let indices = categories.indices(of: cells)
            for fold in 0..<cv {
                try context.checkCancellation()
                for output in 0..<outputs {
                    let place = index * outputs + output
                    let (encodings, _) = means.encodings(
                        of: output, in: indices, count: categories.count, smooth: smooth,
                        using: { foldOfRow[$0] != fold })
                    guard encodings.allSatisfy(\.isFinite) else { throw overflow }
                    encoded.withUnsafeMutableValues { values in
                        for (row, category) in indices.enumerated() where foldOfRow[row] == fold {
                            values[row * width + place] = encodings[Int(category)]
                        }
                    }
                }
            }
        }
        return .matrix(encoded)
    }

    /// Throws if there are more folds than rows, or than rows of each class.
    public func validate(for shape: FitShape) throws { try requireRows(shape.rows, shape.labels) }

    private func requireRows(_ rows: Int, _ labels: Labels?) throws {
        guard cv <= rows else {
            throw LearningError.fitFailed(
                step: Self.kind, reason: "\(rows) rows cannot be divided into \(cv) folds; reduce cv")
        }
        guard let labels else { return }
        let largest = labels.counts.max() ?? 0
        guard cv <= largest else {
            throw LearningError.fitFailed(
                step: Self.kind,
                reason:
                    "no class has as many rows as there are folds (\(cv)); the largest has \(largest); reduce cv"
            )
        }
    }

    /// The fold of each row.
    private func folds(of target: Target) throws -> [Int] {
        try requireRows(target.count, target.labels)
        var generator = SeededGenerator(seed: UInt64(bitPattern: Int64(randomState)))
        guard case .labels(let labels) = target else {
            return FoldAssignment.even(rows: target.count, folds: cv, shuffle: shuffle, using: &generator)
        }
        return FoldAssignment.stratified(codes: labels.codes, folds: cv, shuffle: shuffle, using: &generator)
    }
}
