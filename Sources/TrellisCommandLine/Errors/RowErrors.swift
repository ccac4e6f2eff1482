import Trellis

/// Returns the result of `body`, and adds the line number in the CSV file to an error about a row.
func locatingRows<Result>(of table: Table, _ body: () throws -> Result) throws -> Result {
    do {
        return try body()
    } catch let error as LearningError {
        guard case .overflow(_, let row, _) = error, let line = try? table.line(ofRow: row)
        else {
            throw error
        }
        throw TextError.refused(at: TextPlace("\(table.name):\(line)"), reason: "\(error)")
    }
}
