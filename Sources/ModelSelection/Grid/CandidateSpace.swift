import Learning
import Machine

/// The candidates of a search, numbered in grid order, without storage per candidate.
///
/// Within one grid, the parameters are sorted by name and the last varies fastest (scikit-learn's order). The values of
/// each step's own parameters form its *variants*; a candidate has one variant of each step. There are as many
/// estimators as distinct variants, however many candidates combine them.
///
/// The candidates of a list (``listing(_:of:in:)``) form a grid for each combination of all steps but the last, in
/// which only the last step varies.
struct CandidateSpace: Sendable {
    private let grids: [Grid]

    /// The pipeline with its fixed parameters.
    let pipeline: Pipeline

    /// The number of candidates.
    let count: Int

    /// Whether the candidates are those of a list.
    let isList: Bool

    /// Creates the candidates of `grid` over `pipeline`.
    ///
    /// - Throws: ``SearchError`` for a step or parameter that does not exist or is varied twice; `LearningError` for an
    ///   invalid parameter value, or steps that do not fit together.
    init(_ pipeline: Pipeline, _ grid: ParameterGrid, in context: PlanningContext = PlanningContext()) throws
    {
        try pipeline.validate()
        var start = 0
        var grids: [Grid] = []
        for axes in grid.alternatives {
            let next = try Grid(pipeline, axes, start: start, in: context)
            start += next.count
            grids.append(next)
        }
        try self.init(pipeline, grids, isList: false)
    }

    init(_ pipeline: Pipeline, _ grids: [Grid], isList: Bool) throws {
        self.grids = grids
        self.isList = isList
        self.pipeline = pipeline
        count = grids.last.map { $0.start + $0.count } ?? 0
        var kinds = KindCheck()
        for origin in grids.lazy.flatMap(\.variants).flatMap(\.origins) { try kinds.add(type(of: origin)) }
    }

    /// Returns the number of combinations of steps before the last one, with each of which the last step's variants of
    /// `grid` occur.
    func prefixCount(of grid: Grid) -> Int {
        isList ? grids.count : grid.count / max(1, grid.variants.last?.count ?? 1)
    }

    /// The grids in order, each with the combinations of its steps' variants.
    var alternatives: [Grid] { grids }

    /// Returns the parameters of a candidate.
    func parameters(of candidate: Int) -> ParameterAssignment {
        let grid = grid(of: candidate)
        return grid.parameters(of: candidate - grid.start)
    }

    /// Returns the pipeline of a candidate.
    func pipeline(of candidate: Int) -> Pipeline {
        let grid = grid(of: candidate)
        return grid.pipeline(of: candidate - grid.start)
    }

    private func grid(of candidate: Int) -> Grid {
        guard candidate >= 0 && candidate < count else {
            fatalError("candidate \(candidate) is not one of \(count)")
        }
        return grids[grids.partitioningIndex { $0.start > candidate } - 1]
    }
}

extension [CandidateSpace.Grid] {
    /// Returns the index of the first grid that satisfies a condition, which holds for all later ones.
    fileprivate func partitioningIndex(where isLater: (Element) -> Bool) -> Int {
        var range = startIndex..<endIndex
        while !range.isEmpty {
            let middle = range.lowerBound + range.count / 2
            range = isLater(self[middle]) ? range.lowerBound..<middle : middle + 1..<range.upperBound
        }
        return range.lowerBound
    }
}
