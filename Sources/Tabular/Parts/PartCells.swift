/// The cells of a column in a block of a part.
package enum PartCells: Sendable {
    /// Numbers, NaN where a cell is missing, and whether all are integers as far as they are not missing.
    case numbers([Double], areIntegers: Bool)

    /// Seconds since 1970-01-01 00:00:00 UTC, NaN where a cell is missing.
    case dates([Double])

    /// The codes of texts in ``PartReader/texts``, -1 where a cell is missing.
    case texts([Int32])
}
