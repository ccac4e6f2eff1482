/// The dual problem of a support vector machine for two classes, apart from its kernel.
struct TwoClassProblem {
    /// The number of positive examples, which come first; the others are negative.
    var positives: Int

    /// The factor of C for the maximum multiplier of each example.
    var bounds: BoundFactors

    /// The maximum violation of the optimality conditions, in units of the decision function.
    var tolerance: Double

    /// The maximum number of steps.
    var stepLimit: Int
}

/// The factors by which C is multiplied for the maximum multiplier of each example.
struct BoundFactors: Sendable {
    /// The factor of each class: its weight.
    let ofClass: (positive: Double, negative: Double)

    /// The weight of each example, by which the bound of its class is multiplied; nil for a weight of 1.
    let ofExample: [Double]?

    init(_ ofClass: (positive: Double, negative: Double), examples: [Double]? = nil) {
        (self.ofClass, ofExample) = (ofClass, examples)
    }

    /// Writes the bounds of all examples, of which the first `positives` are positive, for a value of C.
    ///
    /// Rounded as in libsvm, which multiplies the bound of a class by the weight of the example.
    func write(_ c: Double, positives: Int, to bounds: borrowing WorkBuffer<Double>) {
        let (positive, negative) = (c * ofClass.positive, c * ofClass.negative)
        for example in 0..<bounds.count {
            let bound = example < positives ? positive : negative
            bounds[example] = ofExample.map { $0[example] * bound } ?? bound
        }
    }
}
