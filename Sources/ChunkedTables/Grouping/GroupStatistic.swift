/// What is added up over the rows of each group.
enum GroupStatistic: String, Sendable, Hashable, CaseIterable {
    /// The number of rows.
    case rows
    /// The number of values that are not missing.
    case count
    /// The sum, with the part of it that rounding has lost.
    case sum
    /// The number of values, their mean, and the sum of the squared differences from it.
    case moments
    case minimum, maximum
    /// The first value that is not missing.
    case first
    /// The distinct values.
    case distinct
    /// The distinct values, of which only hashes are kept.
    case approximateDistinct
    /// The values, or a sample of them.
    case quantiles

    /// The number of fields of a group.
    var fields: Int {
        switch self {
        case .sum: 2
        case .moments: 3
        default: 1
        }
    }

    /// The fields of a group without rows.
    var initial: Double {
        switch self {
        case .minimum, .maximum, .first: .nan
        default: 0
        }
    }
}
