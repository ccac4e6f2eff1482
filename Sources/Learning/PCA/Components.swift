extension PCA {
    /// The number of components to keep.
    ///
    /// An integer literal is a count; a floating-point literal is a fraction of the variance: `PCA(nComponents: 0.95)`.
    public enum Components: Sendable, Hashable {
        /// All components: the minimum of the numbers of rows and columns.
        case all

        /// A number of components, at least 1.
        case count(Int)

        /// The minimum number of components whose variances add up to more than this fraction of the total, strictly
        /// between 0 and 1.
        case fraction(Double)
    }
}

extension PCA.Components: ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral {
    /// Creates a count.
    public init(integerLiteral value: Int) { self = .count(value) }

    /// Creates a fraction of the variance.
    public init(floatLiteral value: Double) { self = .fraction(value) }
}

extension PCA.Components: ParameterConvertible {
    /// The allowed values.
    public static let expectation = "a whole number of at least 1, a number between 0 and 1, or none"

    /// Creates a value from `none` (all components), an integer of at least 1, or a number strictly between 0 and 1.
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

extension PCA.Components: NumberParameter {
    /// Creates a number of components, at least 1.
    public init(_ number: Int) { self = .count(number) }
}
