import Learning

/// Where each step of a pipeline reads its rows.
struct StepOrigins: Sendable {
    /// The rows that a step reads.
    enum Origin: Sendable, Equatable {
        /// The rows of a source of features.
        case source(Int)

        /// The output of an earlier step.
        case step(Int)

        /// The outputs of all branches of columns, side by side.
        case join
    }

    /// The origin of each step's rows; nil for a step of a branch without columns.
    let ofStep: [Origin?]

    private let branches: [String?]

    /// The outputs of the branches of columns; empty if there are no branches.
    let branchEnds: [Origin]

    /// Determines the origins of a pipeline's steps.
    init(_ pipeline: Pipeline, _ layout: ColumnLayout?) {
        var origins = [Origin?](repeating: nil, count: pipeline.steps.count)
        func chain(_ steps: [Int], from start: Origin) -> Origin {
            steps.reduce(start) { origin, step in
                origins[step] = origin
                return .step(step)
            }
        }
        func steps(of branch: String?) -> [Int] {
            pipeline.steps.indices.filter { pipeline.steps[$0].branch == branch }
        }
        branchEnds = (layout?.branches ?? []).enumerated().map { source, branch in
            chain(steps(of: branch.name), from: .source(source))
        }
        _ = chain(steps(of: nil), from: layout == nil ? .source(0) : .join)
        ofStep = origins
        branches = pipeline.steps.map(\.branch)
    }

    /// The steps except those of branches without columns.
    var activeSteps: [Int] { ofStep.indices.filter { ofStep[$0] != nil } }

    /// Returns the name of the branch that a step belongs to; nil for a step after the branches.
    func branch(of step: Int) -> String? { branches[step] }

    /// Returns the steps that read a source, directly or through other steps, but not through the join.
    func steps(after source: Int) -> [Int] {
        var reached: [Int] = []
        for (step, origin) in ofStep.enumerated() {
            switch origin {
            case .source(source): reached.append(step)
            case .step(let previous) where reached.contains(previous): reached.append(step)
            default: break
            }
        }
        return reached
    }
}
