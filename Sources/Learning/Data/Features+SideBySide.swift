import LinearAlgebra

extension Features {
    /// Creates features of the columns of others side by side: a matrix, or encoded rows if some of them are encoded; nil
    /// if some of them are typed columns.
    package init?(sideBySide parts: [Features], rows: Int) {
        let matrices = parts.compactMap { part in
            if case .matrix(let matrix) = part { matrix } else { nil }
        }
        if matrices.count == parts.count {
            self = .matrix(Matrix(sideBySide: matrices, rows: rows))
        } else if let encoded = EncodedRows(sideBySide: parts, rows: rows) {
            self = .encoded(encoded)
        } else {
            return nil
        }
    }
}
