import Learning
import Machine

/// The candidates of a grid over a pipeline, numbered in grid order, without storage per candidate.
///
/// Within one grid, the parameters are sorted by name and the last varies fastest (scikit-learn's order). The values of
/// each step's own parameters form its *variants*; a candidate has one variant of each step. There are as many
/// estimators as distinct variants, however many candidates combine them.
struct CandidateSpace: Sendable {
    private let grids: [Grid]

    /// The pipeline with its fixed parameters.
    let pipeline: Pipeline

    /// The number of candidates.
    let count: Int

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
        self.grids = grids
        self.pipeline = pipeline
        count = start
        var kinds = KindCheck()
        for origin in grids.lazy.flatMap(\.variants).flatMap(\.origins) { try kinds.add(type(of: origin)) }
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
        return grids[(grids.firstIndex { $0.start > candidate } ?? grids.count) - 1]
    }
}

extension CandidateSpace {
    /// The combinations of one grid.
    struct Grid: Sendable {
        /// The index of the first candidate.
        let start: Int

        /// The number of combinations.
        let count: Int

        /// The variants of each step.
        let variants: [GridVariants]

        private let pipeline: Pipeline
        private let axes: [ResolvedAxis]

        /// For each axis, the names of the steps it swaps in; empty if it varies a parameter.
        private let stepNames: [[String]]

        /// For each axis, the number of candidates before it advances.
        private let strides: [Int]

        /// For each step, its axes and the number of its variants before each advances.
        private let placeValues: [[(axis: Int, stride: Int)]]

        init(
            _ pipeline: Pipeline, _ unresolved: [ParameterGrid.Axis], start: Int, in context: PlanningContext
        ) throws {
            let swaps = unresolved.compactMap(\.swap).map { ($0.step, $0.estimators) }
            let swapped = Dictionary(swaps, uniquingKeysWith: { $0 + $1 })
            let axes = try unresolved.map { try $0.resolved(in: pipeline, swapped: swapped) }
                .sorted { $0.name < $1.name }
            for (one, next) in zip(axes, axes.dropFirst()) where one.name == next.name {
                throw SearchError.variedTwice(name: one.name)
            }
            let placeValues = pipeline.steps.indices.map { step in
                let own = axes.indices.filter { axes[$0].step == step }
                return zip(own, Self.strides(own.map { axes[$0].choices.count })).map {
                    (axis: $0, stride: $1)
                }
            }
            self.start = start
            self.pipeline = pipeline
            self.axes = axes
            stepNames = axes.map { axis in
                let varied = axes.filter { $0.step == axis.step }.compactMap(\.parameter)
                return axis.estimators.distinctNames(besides: Set(varied))
            }
            self.placeValues = placeValues
            strides = Self.strides(axes.map(\.choices.count))
            count = try Self.size(axes.map(\.choices.count))
            try Self.requireRoom(
                for: placeValues.map { places in places.map { axes[$0.axis].choices.count } }, of: count)
            variants = try pipeline.steps.indices.map { step in
                try GridVariants(
                    of: pipeline.steps[step].estimator, axes.filter { $0.step == step }, in: context)
            }
            for (index, step) in pipeline.steps.enumerated() {
                for (number, origin) in variants[index].origins.enumerated() {
                    try context.checkCancellation(at: number)
                    try Pipeline.Step(name: step.name, estimator: origin, branch: step.branch)
                        .validate(isLast: index == pipeline.steps.count - 1)
                }
            }
        }

        /// Computes the index of each step's variant in a combination; `indices` must have an element for each step.
        func variantIndices(of combination: Int, into indices: inout [Int]) {
            for (step, places) in placeValues.enumerated() {
                var index = 0
                for (axis, stride) in places { index += choice(of: axis, in: combination) * stride }
                indices[step] = index
            }
        }

        func parameters(of combination: Int) -> ParameterAssignment {
            ParameterAssignment(
                entries: axes.indices.map { axis in
                    .init(
                        name: axes[axis].name, value: value(of: axis, in: combination),
                        isStep: axes[axis].parameter == nil)
                })
        }

        func pipeline(of combination: Int) -> Pipeline {
            var indices = [Int](repeating: 0, count: variants.count)
            variantIndices(of: combination, into: &indices)
            return pipeline.replacing(with: zip(variants, indices).map { $0.estimators[$1] })
        }

        private func choice(of axis: Int, in combination: Int) -> Int {
            combination / strides[axis] % axes[axis].choices.count
        }

        /// Returns the value as the estimator stores it: an integer given for `C` is a number.
        private func value(of axis: Int, in combination: Int) -> ParameterValue {
            let choice = choice(of: axis, in: combination)
            guard let parameter = axes[axis].parameter else { return .string(stepNames[axis][choice]) }
            var indices = [Int](repeating: 0, count: variants.count)
            variantIndices(of: combination, into: &indices)
            let step = axes[axis].step
            return variants[step].value(of: parameter, in: indices[step])
                ?? axes[axis].choices[choice].value ?? .null
        }

        private static func strides(_ counts: [Int]) -> [Int] {
            var stride = 1
            return counts.reversed().map { count in
                defer { stride = stride.multipliedReportingOverflow(by: count).partialValue }
                return stride
            }.reversed()
        }

        /// Throws if the variants of the steps, each of which is an estimator, exceed the available memory.
        private static func requireRoom(for choices: [[Int]], of candidates: Int) throws {
            let variants = choices.reduce(0.0) { $0 + $1.reduce(1.0) { $0 * Double($1) } }
            let available = 0.8 * Double(MachineResources.addressableMemory)
            guard 400 * variants > available else { return }
            throw SearchError.tooLarge(
                candidates: candidates, splits: 1, gigabytes: Int(400 * variants / 1e9),
                available: Int(available / 1e9))
        }

        private static func size(_ counts: [Int]) throws -> Int {
            var size = 1
            for count in counts {
                let (product, overflow) = size.multipliedReportingOverflow(by: count)
                guard !overflow, product <= Int(Int32.max) else { throw SearchError.gridTooLarge }
                size = product
            }
            return size
        }
    }
}
