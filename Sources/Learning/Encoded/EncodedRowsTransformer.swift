import LinearAlgebra

/// A transformer that is fitted to encoded rows and keeps their codes, because it maps each column on its own.
///
/// The steps of a search that conform to this protocol read and return ``EncodedRows``.
package protocol EncodedRowsTransformer: Transformer where Model: FittedEncodedRowsTransformer {
    /// Fits the step to checked rows.
    ///
    /// Returns the model of ``Estimator/fit(checked:_:in:)-(Matrix,_,_)`` for ``EncodedRows/matrix``, to rounding.
    func fit(checked x: EncodedRows, _ target: Target, in context: FitContext) throws -> Model
}

/// A fitted transformer that maps each column on its own.
package protocol FittedEncodedRowsTransformer: FittedTransformer {
    /// Returns the transformed rows, which stand for the same matrix as the transformed ``EncodedRows/matrix``.
    func transform(_ x: EncodedRows) throws -> EncodedRows
}

extension Estimator {
    /// Whether the step reads encoded rows without expanding them.
    package var readsCodes: Bool {
        self is any EncodedRowsEstimator || self is any EncodedRowsTransformer
    }

    /// Returns whether the model returns encoded rows, given whether the step reads encoded rows.
    package func returnsCodes(from readsEncoded: Bool) -> Bool {
        guard let transformer = self as? any Transformer else { return false }
        return transformer.output(of: .numbers).contains(.indicators)
            || readsEncoded && self is any EncodedRowsTransformer
    }
}

extension FittedEncodedRowsTransformer {
    /// Transforms rows, and throws if a result is infinite, or NaN although no number is missing.
    func transformed(_ x: EncodedRows, as step: String) throws -> EncodedRows {
        try checkColumns(of: x)
        let transformed = try transform(x)
        if transformed.dense.firstNonFinite != nil {
            if x.dense.firstNonFinite == nil { try transformed.dense.checkFinite(from: step) }
            try transformed.dense.checkNotInfinite(from: step)
        }
        let isFinite = transformed.blocks.allSatisfy {
            ($0.values?.zeros ?? []).allSatisfy(\.isFinite)
                && ($0.values?.ones ?? []).allSatisfy(\.isFinite)
        }
        guard isFinite else { throw LearningError.overflow(step: step, row: 0, rows: x.rows) }
        return transformed
    }
}
