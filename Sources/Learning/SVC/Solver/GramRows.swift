import CVectorLoops
import LinearAlgebra

/// Rows of a kernel matrix that stands in memory, for a selection of its examples.
struct GramRows: KernelRows {
    /// The whole matrix, which the caller keeps alive.
    private let gram: UnsafePointer<Double>

    /// The number of columns of the whole matrix.
    private let side: Int

    /// For each example of the selection, its row in the whole matrix.
    private let selection: [Int]

    /// The selection as runs of rows that follow each other: two, where rows are sorted by class.
    private let runs: [Range<Int>]

    let diagonal: [Double]
    let rowsPerReading = 1

    init(_ gram: UnsafePointer<Double>, side: Int, selection: [Int]) {
        (self.gram, self.side, self.selection) = (gram, side, selection)
        var runs: [Range<Int>] = []
        for row in selection {
            if let last = runs.last, last.upperBound == row {
                runs[runs.count - 1] = last.lowerBound..<row + 1
            } else {
                runs.append(row..<row + 1)
            }
        }
        self.runs = runs
        diagonal = selection.map { gram[$0 * side + $0] }
    }

    var count: Int { selection.count }

    func read(_ rows: [Int], into targets: [UnsafeMutablePointer<Float>]) throws {
        for (row, target) in zip(rows, targets) {
            let source = gram + selection[row] * side
            var (next, isFinite) = (target, true)
            for run in runs {
                isFinite = trellis_round(source + run.lowerBound, next, run.count) && isFinite
                next += run.count
            }
            guard isFinite else { throw LearningError.kernelOverflow }
        }
    }
}
