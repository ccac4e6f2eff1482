import Learning

/// The steps of a pipeline that are fitted to chunks: a chain for each branch of columns, and one after them.
///
/// The branches come first, in the order of the layout. Without branches, there is only the chain after them.
struct ChunkedChains: Sendable {
    /// Steps that read the output of one another.
    struct Chain: Sendable {
        /// The columns that the first step reads; nil for all, or for the outputs of the branches.
        let columns: [Int]?
        let steps: [Step]
    }

    /// A step, and how it is fitted.
    struct Step: Sendable {
        let step: Pipeline.Step

        /// The summary of its rows; nil for a logistic regression, which passes over them.
        let summary: ChunkedSummaryKind?

        /// Whether a later step amplifies columns with a tiny spread.
        let smallColumnsMatter: Bool
    }

    let chains: [Chain]

    /// The number of columns of the rows.
    let columns: Int

    /// Arranges the steps of a pipeline.
    ///
    /// - Parameters:
    ///   - pipeline: The pipeline, which ``ChunkedChecks`` has accepted.
    ///   - layout: The columns of its branches; nil if it has none.
    ///   - profile: What the columns are.
    init(_ pipeline: Pipeline, _ layout: ColumnLayout?, _ profile: FeatureProfile) {
        var chains: [Chain] = []
        var joined = FeatureContent.numbers
        let main = pipeline.mainSteps
        for branch in layout?.branches ?? [] {
            let steps = pipeline.steps(of: branch.name)
            var content = profile.content(of: branch.columns)
            chains.append(
                Chain(columns: branch.columns, steps: Self.steps(steps, before: main, from: &content)))
            joined.formUnion(content)
        }
        if layout == nil { joined = profile.content(of: profile.columns.indices) }
        chains.append(Chain(columns: nil, steps: Self.steps(main, before: [], from: &joined)))
        self.chains = chains
        columns = profile.columns.count
    }

    private static func steps(
        _ steps: [Pipeline.Step], before others: [Pipeline.Step], from content: inout FeatureContent
    ) -> [Step] {
        let amplifying = (steps + others).lastIndex { $0.estimator.amplifiesSmallColumns } ?? 0
        return steps.enumerated().map { index, step in
            content.remove(.indicators)  // every step reads them
            defer {
                if let transformer = step.estimator as? any Transformer {
                    content = transformer.output(of: content)
                }
            }
            return Step(
                step: step, summary: ChunkedSummaryKind(of: step.estimator, reading: content),
                smallColumnsMatter: index < amplifying)
        }
    }

    /// The number of branches.
    var branchCount: Int { chains.count - 1 }

    /// The steps in the order in which they are fitted: branch by branch, and then those after the branches.
    var steps: [Pipeline.Step] { chains.flatMap { $0.steps.map(\.step) } }
}
