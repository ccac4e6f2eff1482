/// What a fit is likely to take, and what its model is like: a guide for cutting work into pieces and for keeping a
/// limit of memory.
public struct FitEstimate: Sendable, Equatable {
    /// How long the fit takes on one core, in seconds.
    public var seconds: Double

    /// How many bytes the model has.
    public var modelBytes: Int

    /// How many bytes the fit works with, beyond the rows and the model: a copy of the rows, say.
    ///
    /// Of what ``FitContext/memoryBudget`` allows the fit, as much as it would take without a limit.
    public var workBytes: Int

    /// The number of columns of what a transformer's model gives.
    public var outputColumns: Int

    /// An estimate; without work space unless given.
    public init(seconds: Double, modelBytes: Int, workBytes: Int = 0, outputColumns: Int) {
        self.seconds = seconds
        self.modelBytes = modelBytes
        self.workBytes = workBytes
        self.outputColumns = outputColumns
    }
}

extension Estimator {
    /// A few passes over the data, for a model of two numbers a column that keeps the number of columns.
    public func estimate(rows: Int, columns: Int) -> FitEstimate {
        FitEstimate(
            seconds: 1e-5 + 4e-9 * Double(rows) * Double(columns), modelBytes: 16 * columns,
            outputColumns: columns)
    }
}
