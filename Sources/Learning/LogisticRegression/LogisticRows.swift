import CVectorLoops
import LinearAlgebra

/// Rows in the layout that the inner loops of the logistic loss read: panels, with classes and weights.
struct LogisticRows: Sendable {
    /// The rows, or the dense columns of encoded rows.
    let panels: RowPanels

    /// The blocks of encoded rows; nil for others.
    let encoded: LogisticCodes?

    /// Each row's class, counted from 0 among the classes that occur; zeros for the padding of the last panel.
    private let codes: [Int32]

    /// The weight of a row of each class; nil if rows of a class have different weights.
    private let classWeights: [Double]?

    /// The weight of each row, which add up to 1; zeros for the padding of the last panel.
    private let weights: [Double]

    /// Whether the model has intercepts.
    let hasIntercept: Bool

    /// The number of rows.
    var count: Int { panels.rows }

    /// The number of parameters of one output: a coefficient for each column and, optionally, the intercept.
    var width: Int { columns + (hasIntercept ? 1 : 0) }

    /// The number of columns, including those of blocks.
    var columns: Int { encoded?.rows.columns ?? panels.columns }

    /// The weights of rows, which add up to 1.
    enum Weights {
        /// The weight of a row of each class.
        case ofClasses([Double])

        /// The weight of each row.
        case ofRows([Double])
    }

    init(
        _ panels: RowPanels, encoded: LogisticCodes? = nil, codes: [Int32], weights: Weights,
        hasIntercept: Bool
    ) {
        precondition(panels.rows == codes.count, "every row must have a class")
        self.panels = panels
        self.encoded = encoded
        self.hasIntercept = hasIntercept
        let padding = RowPanels.padded(codes.count) - codes.count
        self.codes = codes + Array(repeating: 0, count: padding)
        let zeros = [Double](repeating: 0, count: padding)
        switch weights {
        case .ofClasses(let ofClasses):
            classWeights = ofClasses
            self.weights = codes.map { ofClasses[Int($0)] } + zeros
        case .ofRows(let ofRows):
            precondition(ofRows.count == codes.count, "every row must have a weight")
            classWeights = nil
            self.weights = ofRows + zeros
        }
    }

    /// Returns the class of a row.
    func code(of row: Int) -> Int32 { codes[row] }

    /// Returns the weight of a row.
    func weight(of row: Int) -> Double { weights[row] }

    /// Returns the rows of a run as a matrix of all columns.
    func matrix(ofRun run: Int) -> Matrix {
        encoded?.rows.rows(panels.range(ofRun: run)).matrix ?? panels.rows(ofRun: run)
    }

    /// Calls `body` with a run of panels.
    func withRun<Result>(_ run: Int, _ body: (inout trellis_panels) -> Result) -> Result {
        let range = panels.range(ofRun: run)
        let start = range.lowerBound
        return panels.withUnsafeRun(run) { elements in
            codes.withUnsafeBufferPointer { codes in
                weights.withUnsafeBufferPointer { weights in
                    (classWeights ?? []).withUnsafeBufferPointer { ofClasses in
                        guard let codes = codes.baseAddress, let weights = weights.baseAddress else {
                            preconditionFailure("a run cannot be empty")
                        }
                        var panels = trellis_panels(
                            design: elements, stride: panels.stride, codes: codes + start,
                            weights: weights + start,
                            class_weights: classWeights == nil ? nil : ofClasses.baseAddress,
                            rows: RowPanels.padded(range.count), columns: panels.columns,
                            has_intercept: hasIntercept, has_scores: encoded != nil)
                        return body(&panels)
                    }
                }
            }
        }
    }
}
