extension PCA {
    /// How many components to keep.
    ///
    /// A whole number literal is a count, one with a fraction is a part of the variance: `PCA(nComponents:
    /// 0.95)`.
    public enum Components: Sendable, Hashable {
        /// As many as there are: the lesser of the numbers of rows and columns.
        case all

        /// This many, at least 1.
        case count(Int)

        /// The fewest whose variances add up to more than this part, strictly between 0 and 1, of the total.
        case fraction(Double)
    }
}

extension PCA.Components: ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral {
    /// A count.
    public init(integerLiteral value: Int) { self = .count(value) }

    /// A part of the variance.
    public init(floatLiteral value: Double) { self = .fraction(value) }
}

extension PCA.Components: ParameterConvertible {
    /// The three forms, in words.
    public static let expectation = "a whole number of at least 1, a number between 0 and 1, or none"

    /// From `none` (all of them), a whole number of at least 1, or a number strictly between 0 and 1.
    public init?(_ value: ParameterValue) {
        switch value {
        case .null: self = .all
        case .int(let count) where count >= 1: self = .count(count)
        case .double(let fraction) where fraction > 0 && fraction < 1: self = .fraction(fraction)
        default: return nil
        }
    }

    /// The value in its general form.
    public var parameterValue: ParameterValue {
        switch self {
        case .all: .null
        case .count(let count): .int(count)
        case .fraction(let fraction): .double(fraction)
        }
    }
}
