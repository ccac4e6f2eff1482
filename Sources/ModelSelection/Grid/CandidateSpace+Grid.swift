import Learning
import Machine

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

        /// For each step, the names of the estimators that are swapped in; empty if its own estimator is used.
        private let swapped: [[String]]

        /// The varied steps and parameters, sorted by full name.
        private let varied: [Varied]

        /// For each step, the axes that its variants combine.
        private let places: [[Place]]

        /// A step that is swapped, or a parameter that is varied.
        private struct Varied {
            let name: String
            let step: Int

            /// The index among the step's varied parameters; nil for the whole step.
            let parameter: Int?
        }

        /// An axis of a grid, as a digit of the numbers of candidates and variants.
        private struct Place {
            /// The number of choices.
            let choices: Int

            /// The number of candidates before the axis advances.
            let candidates: Int

            /// The number of the step's variants before the axis advances.
            let variants: Int
        }

        /// Creates the combinations of the choices of some axes.
        init(
            _ pipeline: Pipeline, _ unresolved: [ParameterGrid.Axis], start: Int, in context: PlanningContext
        ) throws {
            let axes = try unresolved.resolved(in: pipeline)
            if let axis = axes.first(where: { $0.distribution != nil }) {
                throw SearchError.distributionInGrid(name: axis.name)
            }
            let count = try Self.size(axes.map(\.choices.count))
            let ofSteps = pipeline.steps.indices.map { step in axes.indices.filter { axes[$0].step == step } }
            try Self.requireRoom(for: ofSteps.map { $0.map { axes[$0].choices.count } }, of: count)
            let strides = Self.strides(axes.map(\.choices.count))
            let places = ofSteps.map { own in
                zip(own, Self.strides(own.map { axes[$0].choices.count })).map { axis, stride in
                    Place(choices: axes[axis].choices.count, candidates: strides[axis], variants: stride)
                }
            }
            let swapped = ofSteps.map { own in
                own.first.map { first in
                    axes[first].estimators.distinctNames(besides: Set(own.compactMap { axes[$0].parameter }))
                } ?? []
            }
            let variants = try pipeline.steps.indices.map { step in
                try GridVariants(
                    of: pipeline.steps[step].estimator, axes.filter { $0.step == step }, in: context)
            }
            try self.init(
                pipeline, variants, swapped: swapped, places: places, start: start, count: count, in: context)
        }

        /// Creates a grid in which only the last step has more than one variant.
        ///
        /// - Parameter swapped: For each step, the name of the estimator that is swapped in; nil for its own.
        init(
            _ pipeline: Pipeline, _ variants: [GridVariants], swapped: [String?], start: Int,
            in context: PlanningContext
        ) throws {
            let count = variants.last?.count ?? 0
            let last = Place(choices: count, candidates: 1, variants: 1)
            try self.init(
                pipeline, variants, swapped: swapped.map { $0.map { [$0] } ?? [] },
                places: variants.dropLast().map { _ in [] } + [[last]], start: start, count: count,
                in: context)
        }

        private init(
            _ pipeline: Pipeline, _ variants: [GridVariants], swapped: [[String]], places: [[Place]],
            start: Int, count: Int, in context: PlanningContext
        ) throws {
            self.start = start
            self.count = count
            self.pipeline = pipeline
            self.variants = variants
            self.swapped = swapped
            self.places = places
            varied = pipeline.steps.indices.flatMap { step in
                let name = pipeline.steps[step].name
                let whole = swapped[step].isEmpty ? [] : [Varied(name: name, step: step, parameter: nil)]
                return whole
                    + variants[step].varied.enumerated().map {
                        Varied(name: "\(name).\($1)", step: step, parameter: $0)
                    }
            }.sorted { $0.name < $1.name }
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
            for (step, places) in places.enumerated() {
                var index = 0
                for place in places {
                    index += combination / place.candidates % place.choices * place.variants
                }
                indices[step] = index
            }
        }

        /// Returns the parameters of a combination, with the values as the estimators store them: an integer given for
        /// `C` is a number.
        func parameters(of combination: Int) -> ParameterAssignment {
            let indices = variantIndices(of: combination)
            return ParameterAssignment(
                entries: varied.map { varied in
                    let variants = variants[varied.step]
                    let variant = indices[varied.step]
                    guard let parameter = varied.parameter else {
                        let name = swapped[varied.step][variants.origin(of: variant)]
                        return .init(name: varied.name, value: .string(name), isStep: true)
                    }
                    let value = variants.values[variant * variants.varied.count + parameter]
                    return .init(name: varied.name, value: value, isStep: false)
                })
        }

        func pipeline(of combination: Int) -> Pipeline {
            pipeline.replacing(
                with: zip(variants, variantIndices(of: combination)).map { $0.estimators[$1] })
        }

        private func variantIndices(of combination: Int) -> [Int] {
            var indices = [Int](repeating: 0, count: variants.count)
            variantIndices(of: combination, into: &indices)
            return indices
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
