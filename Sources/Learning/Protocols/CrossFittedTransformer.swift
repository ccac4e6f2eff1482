/// A transformer whose training rows are transformed by models of other rows.
///
/// A transformer that uses the targets would reveal each row's target to the next step. Cross-fitting prevents this: the
/// training rows are divided into folds, and each fold is transformed by a model of the other folds. New rows are
/// transformed by the model of all training rows.
public protocol CrossFittedTransformer: Transformer {
    /// Returns the transformed training rows, each by a model of other rows.
    ///
    /// The arguments are those of ``Estimator/fit(_:to:weights:in:)``, after its checks.
    func crossFitted(checked x: FeatureTable, _ target: Target, in context: FitContext) throws -> Features
}

extension CrossFittedTransformer {
    /// Checks the parameters and the data, then transforms the training rows.
    ///
    /// - Throws: The errors of ``Estimator/fit(_:to:weights:in:)``.
    package func crossFitted(
        _ x: Features, _ target: Target, in context: FitContext
    ) throws -> Features {
        let table = x.table
        try check(table, target, nil)
        return try LearningError.naming(Self.kind) {
            try crossFitted(checked: table, target, in: context.with(nil))
        }
    }
}
