import Trellis

/// Returns the result of `body`, and adds the line number in the CSV file to an error about a row.
func locatingRows<Result>(of path: String, _ body: () throws -> Result) throws -> Result {
    do {
        return try body()
    } catch let error as LearningError {
        guard case .overflow(_, let row, _) = error, let line = try? CSVLines.line(ofRow: row, inCSV: path)
        else {
            throw error
        }
        throw TextError.refused(at: TextPlace("\(path):\(line)"), reason: "\(error)")
    }
}
