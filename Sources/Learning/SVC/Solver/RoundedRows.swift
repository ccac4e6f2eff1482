import CVectorLoops
import LinearAlgebra

/// Rows of a ``GramMatrix``, for a selection of its training rows.
struct RoundedRows: KernelRows {
    /// The elements.
    private let values: ElementBuffer<Float>

    /// Where the row of each example of the selection starts.
    private let starts: [Int]

    /// The columns of the selection: two runs, where rows are sorted by class.
    private let runs: [Range<Int>]

    let diagonal: [Double]
    let rowsPerReading = 1

    init(_ gram: GramMatrix, selection: [Int]) {
        values = gram.values
        starts = selection.map { gram.places[$0] * gram.stride }
        runs = gram.runs(of: selection)
        diagonal = selection.map { gram.diagonal[$0] }
    }

    var count: Int { starts.count }

    func read(_ rows: [Int], into targets: [UnsafeMutablePointer<Float>]) throws {
        for (row, target) in zip(rows, targets) { try read(row, into: target) }
    }

    func read(_ row: Int, into target: UnsafeMutablePointer<Float>) throws {
        let source = values.start + starts[row]
        var next = target
        for run in runs {
            next.update(from: source + run.lowerBound, count: run.count)
            next += run.count
        }
    }

    func add(_ rows: [Int], times factors: [Double], to sums: UnsafeMutablePointer<Double>) throws {
        for (row, factor) in zip(rows, factors) {
            let source = values.start + starts[row]
            var next = sums
            for run in runs {
                trellis_add_row(source + run.lowerBound, factor, run.count, next)
                next += run.count
            }
        }
    }
}
