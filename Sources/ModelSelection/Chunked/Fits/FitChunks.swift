import Learning
import TaskGraph

/// Fits a step to the summary of rows in chunks.
struct FitChunks: TypedOperation, FittingOperation {
    struct Inputs: TaskInputList {
        let summary: TaskInput<any MergeableSummary>

        static let order = TaskInputOrder(Inputs.init) { $0.summary }
    }

    /// An estimator of ``SummaryEstimator`` or ``TotalsEstimator``.
    let estimator: any Estimator

    /// Whether a later step amplifies columns with a tiny spread.
    let smallColumnsMatter: Bool

    /// The name of the step, for errors.
    let step: String

    var name: String { Self.name(of: type(of: estimator)) }
    var version: Int { type(of: estimator).version }

    static func name(of type: any Estimator.Type) -> String { "fit-\(type.kind)-to-chunks" }

    func encodeParameters(into encoder: inout CanonicalEncoder) {
        estimator.encode(into: &encoder)
        encoder.append(smallColumnsMatter)
        encoder.append(step)
    }

    /// - Throws: ``ChunkedFitError/summaryNotAccurate(step:)``, because there are no rows to fit instead.
    func run(_ inputs: TaskInputValues<Inputs>, in context: TaskContext) throws -> any FittedModel {
        let fitContext = FitContext(
            of: context, memoryBudget: 1 << 30, smallColumnsMatter: smallColumnsMatter)
        try estimator.validate()
        let summary = try inputs.summary
        if let totals = summary as? ColumnTotals, let estimator = estimator as? any TotalsEstimator {
            return try estimator.fit(totals, in: fitContext)
        }
        guard let estimator = estimator as? any SummaryEstimator,
            let model = try estimator.model(of: summary, in: fitContext)
        else { throw ChunkedFitError.summaryNotAccurate(step: step) }
        return model
    }

    /// Estimates a factorisation of products of columns.
    func estimate(for inputs: TaskInputEstimates<Inputs>) -> TaskEstimate {
        let columns = Double(inputs.summary.columns)
        return TaskEstimate(
            seconds: 1e-5 + 1e-9 * columns * columns * columns, bytes: inputs.summary.bytes,
            workBytes: 2 * inputs.summary.bytes, columns: inputs.summary.columns)
    }
}

extension SummaryEstimator {
    /// The type of the summary.
    var summaryType: any MergeableSummary.Type { Summary.self }

    /// The required detail.
    var summaryDetail: SummaryDetail { Self.detail }

    /// Returns the model fitted to a summary; nil if it is of another type, or not accurate enough.
    fileprivate func model(
        of summary: any MergeableSummary, in context: FitContext
    ) throws -> (any FittedModel)? {
        try (summary as? Summary).flatMap { try fit($0, in: context) }
    }
}
