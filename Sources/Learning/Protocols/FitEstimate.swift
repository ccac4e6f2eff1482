/// The estimated cost of a fit and the shape of its model, used to divide work into tasks and to stay within a memory
/// limit.
public struct FitEstimate: Sendable, Equatable {
    /// The duration of the fit on one core, in seconds.
    public var seconds: Double

    /// The size of the model in bytes.
    public var modelBytes: Int

    /// The bytes allocated during the fit, in addition to the rows and the model, for example for a copy of the rows.
    ///
    /// If ``FitContext/memoryBudget`` limits the fit, this is the amount it would use without a limit.
    public var workBytes: Int

    /// The number of columns that the model of a transformer returns.
    public var outputColumns: Int

    /// The bytes of a row that the model of a transformer returns; nil for 8 a column.
    public var outputRowBytes: Int?

    /// Creates an estimate, by default without work space, and for output columns of 8 bytes.
    public init(
        seconds: Double, modelBytes: Int, workBytes: Int = 0, outputColumns: Int, outputRowBytes: Int? = nil
    ) {
        self.seconds = seconds
        self.modelBytes = modelBytes
        self.workBytes = workBytes
        self.outputColumns = outputColumns
        self.outputRowBytes = outputRowBytes
    }
}

extension Estimator {
    /// Estimates a few passes over the data, and a model with two numbers per column that keeps the number of columns.
    public func estimate(rows: Int, columns: Int) -> FitEstimate {
        FitEstimate(
            seconds: 1e-5 + 4e-9 * Double(rows) * Double(columns), modelBytes: 16 * columns,
            outputColumns: columns)
    }
}
