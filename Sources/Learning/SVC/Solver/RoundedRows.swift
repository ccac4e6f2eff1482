import CVectorLoops
import LinearAlgebra

/// Rows of a ``GramMatrix``, for some of its training rows.
struct RoundedRows: KernelRows {
    /// The elements.
    private let values: ElementBuffer<Float>

    /// The start of each selected example's row.
    private let starts: [Int]

    /// The columns of the selection: two runs, if rows are sorted by class.
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

    func read(_ row: Int, at positions: [Int32], into target: UnsafeMutablePointer<Float>) throws {
        let source = values.start + starts[row]
        var (before, next) = (0, 0)
        for run in runs {
            // The positions of a run are consecutive in the matrix too, from another start.
            let end = positions.partitioningIndex(from: next) { $0 >= before + run.count }
            positions.withUnsafeBufferPointer { positions in
                guard let first = positions.baseAddress else { return }
                trellis_take(source + run.lowerBound - before, first + next, end - next, target + next)
            }
            (before, next) = (before + run.count, end)
        }
    }

    func inPlace(_ row: Int) -> UnsafePointer<Float>? {
        guard runs.count == 1 else { return nil }
        return UnsafePointer(values.start + starts[row] + runs[0].lowerBound)
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

extension [Int32] {
    /// Returns the first index from `start` whose element satisfies a predicate that all later elements satisfy too;
    /// otherwise the end.
    fileprivate func partitioningIndex(from start: Int, where isWanted: (Int32) -> Bool) -> Int {
        var (low, high) = (start, count)
        while low < high {
            let middle = (low + high) / 2
            if isWanted(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
