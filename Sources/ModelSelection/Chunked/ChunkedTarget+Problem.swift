import ChunkedData
import ChunkedMatrices
import Learning

extension ChunkedTarget {
    /// Classification for classes, regression for numbers.
    var problem: Problem {
        switch self {
        case .values: .regression
        case .classes: .classification
        }
    }
}
