import Learning
import TaskGraph

/// The target of n rows and, if they have any, their weights: the result of a task.
///
/// Both are taken together, and the key of a weighted target depends on the weights. Each fit uses the weights only if its
/// estimator does, and each scorer if its metric does.
struct WeightedTarget: RowCollection, Equatable {
    let target: Target

    /// The weight of each row; nil if all rows have the same weight.
    let weights: [Double]?

    init(_ target: Target, weights: [Double]? = nil) {
        self.target = target
        self.weights = weights
    }

    /// The target and the weights of a dataset.
    init(of data: Dataset) { self.init(data.target, weights: data.weights) }

    /// Returns the target and the weights of the rows at the given indices.
    func rows(at indices: [Int]) -> WeightedTarget {
        WeightedTarget(target.rows(at: indices), weights: weights?.rows(at: indices))
    }

    /// Returns the weights that the fit of an estimator uses; nil if it uses none.
    func weights(for estimator: any Estimator) -> [Double]? {
        type(of: estimator).usesWeights ? weights : nil
    }
}

extension Estimator {
    /// Fits the estimator to rows and their target, with the weights if the estimator uses them.
    func fit(
        _ x: some FeaturesConvertible, to target: WeightedTarget, in context: FitContext
    ) throws -> Model {
        try fit(x, to: target.target, weights: target.weights(for: self), in: context)
    }
}
