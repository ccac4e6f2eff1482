import Trellis

/// What `body` gives; an error that it throws of a row of a CSV file is thrown with the line on which the row begins.
func locatingRows<Result>(of path: String, _ body: () throws -> Result) throws -> Result {
    do {
        return try body()
    } catch let error as LearningError {
        guard case .overflow(_, let row, _) = error, let line = try? CSVLines.line(ofRow: row, inCSV: path)
        else {
            throw error
        }
        throw CommandError.refused(at: TextPlace("\(path):\(line)"), reason: "\(error)")
    }
}
