import Learning

extension CandidateSpace {
    /// Creates the space of some candidates.
    ///
    /// Candidates that are equal in all steps but the last form one grid.
    ///
    /// - Returns: The space, and the number of each candidate of the list in it; equal candidates are listed twice.
    /// - Throws: ``SearchError`` for a step or parameter that does not exist; `LearningError` for an invalid parameter
    ///   value, or steps that do not fit together.
    /// - Complexity: O(n) in the number of candidates.
    static func listing(
        _ list: [CandidateSettings], of pipeline: Pipeline, in context: PlanningContext = PlanningContext()
    ) throws -> (space: CandidateSpace, numbers: [Int]) {
        try pipeline.validate()
        let names = pipeline.steps.map(\.name)
        let candidates = try list.enumerated().map { index, settings in
            try context.checkCancellation(at: index)
            return try StepSettings.all(settings, names)
        }
        var groups: [String: Int] = [:]
        var members: [[Int]] = []
        for (index, steps) in candidates.enumerated() {
            let group = steps.dropLast().map(\.description) + [steps.last?.form ?? ""]
            let key = group.joined(separator: "|")
            let number = groups[key] ?? members.count
            if number == members.count {
                groups[key] = number
                members.append([])
            }
            members[number].append(index)
        }
        var grids: [Grid] = []
        var numbers = [Int](repeating: 0, count: list.count)
        for own in members {
            let start = grids.last.map { $0.start + $0.count } ?? 0
            for (place, index) in own.enumerated() { numbers[index] = start + place }
            let first = candidates[own[0]]
            let variants = try pipeline.steps.indices.map { step in
                let isLast = step == pipeline.steps.count - 1
                return try GridVariants(
                    of: first[step].swapped?.estimator ?? pipeline.steps[step].estimator,
                    varying: first[step].values.map(\.parameter),
                    rows: (isLast ? own : [own[0]]).map { candidates[$0][step].values.map(\.value) })
            }
            grids.append(
                try Grid(
                    pipeline, variants, swapped: first.map { $0.swapped?.name }, start: start, in: context))
        }
        return (try CandidateSpace(pipeline, grids, isList: true), numbers)
    }

    /// What a candidate changes in one step.
    private struct StepSettings {
        var swapped: CandidateSettings.NamedEstimator?
        var values: [(parameter: String, value: ParameterValue)] = []

        /// The estimator, and the names of the parameters.
        var form: String {
            ([swapped?.name ?? ""] + values.map(\.parameter)).map { "\($0.count):\($0)" }.joined()
        }

        /// The form, and the values.
        var description: String { form + values.map { "=\($0.value)" }.joined() }

        /// Returns what a candidate changes in each step.
        static func all(_ settings: CandidateSettings, _ names: [String]) throws -> [StepSettings] {
            var steps = names.map { StepSettings(swapped: settings.steps[$0]) }
            for name in settings.steps.keys.sorted() where !names.contains(name) {
                throw SearchError.unknownStep(name: name, known: names)
            }
            for (name, value) in settings.values.sorted(by: { $0.key < $1.key }) {
                // Names of steps may contain dots; names of parameters may not.
                guard let dot = name.lastIndex(of: ".") else {
                    throw SearchError.incompleteParameter(name: name, steps: names)
                }
                guard let step = names.firstIndex(of: String(name[..<dot])) else {
                    throw SearchError.unknownStep(name: String(name[..<dot]), known: names)
                }
                steps[step].values.append((String(name[name.index(after: dot)...]), value))
            }
            return steps
        }
    }
}
