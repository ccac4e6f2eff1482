import Learning
import LinearAlgebra
import TaskGraph

/// Features as a task's result: a matrix, typed columns or encoded rows.
extension Features: TaskResultView {
    package init?(of result: any Sendable) {
        switch result {
        case let matrix as Matrix: self = .matrix(matrix)
        case let table as FeatureTable: self = .table(table)
        case let encoded as EncodedRows: self = .encoded(encoded)
        default: return nil
        }
    }
}
