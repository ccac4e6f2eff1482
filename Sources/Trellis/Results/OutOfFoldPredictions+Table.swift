extension OutOfFoldPredictions {
    /// The predictions as a table: one row for each row of the data, in its order.
    ///
    /// The columns are `row`, counted from 0; the target, by its name; the prediction (`predicted_…`); `split`, counted
    /// from 0; the probability of each class (`probability_…`); and the decision values, `decision` for two classes and
    /// otherwise one for each class (`decision_…`).
    ///
    /// - Parameter data: The data whose rows were predicted.
    /// - Throws: ``/Tabular/TabularError/duplicateColumn(file:name:positions:)`` if the target has the name of another
    ///   column.
    /// - Precondition: The data have as many rows as there are predictions.
    public func table(of data: Dataset) throws -> Table {
        precondition(data.rowCount == splits.count, "the data must be those whose rows were predicted")
        var columns = [
            Column("row", Array(0..<splits.count)), Self.column(data.targetName, data.target),
            Self.column("predicted_\(data.targetName)", predicted), Column("split", splits),
        ]
        if let probabilities {
            for (index, name) in classes.enumerated() {
                columns.append(Column("probability_\(name)", probabilities[column: index]))
            }
        }
        if let decisionFunction {
            for index in 0..<decisionFunction.columns {
                let name = decisionFunction.columns == 1 ? "decision" : "decision_\(classes[index])"
                columns.append(Column(name, decisionFunction[column: index]))
            }
        }
        return try Table(columns: columns, name: "out-of-fold predictions")
    }

    private static func column(_ name: String, _ target: Target) -> Column {
        switch target {
        case .labels(let labels): Column(name, labels.names.map(Optional.some))
        case .values(let values): Column(name, values)
        }
    }
}
