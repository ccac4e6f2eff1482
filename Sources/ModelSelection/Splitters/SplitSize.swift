#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// The size of one part of a split: a fraction or a number of rows.
///
/// It can be a literal: `0.2`, `100`.
public enum SplitSize: Sendable, Hashable, ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral,
    CustomStringConvertible
{
    /// A fraction of the rows, between 0 and 1.
    case share(Double)

    /// A number of rows.
    case rows(Int)

    /// Creates a fraction.
    public init(floatLiteral value: Double) { self = .share(value) }

    /// Creates a number of rows.
    public init(integerLiteral value: Int) { self = .rows(value) }

    /// The number.
    public var description: String {
        switch self {
        case .share(let share): share.description
        case .rows(let rows): rows.description
        }
    }

    /// Returns the numbers of training and test rows, rounded as in scikit-learn: fractions of the test set up,
    /// fractions of the training set down.
    ///
    /// A missing size is the rest of the rows.
    ///
    /// - Parameter splitter: The name for error messages.
    static func counts(
        of rows: Int, train: SplitSize?, test: SplitSize?, in splitter: String
    ) throws -> (train: Int, test: Int) {
        let test = test ?? (train == nil ? .share(0.1) : nil)
        let testRows = try test?.count(of: rows, named: "test_size", rounding: ceil)
        let trainRows = try train?.count(of: rows, named: "train_size", rounding: floor)
        if let train, let test {
            // The sum of two fractions may exceed 1 although the rounded sizes fit.
            var exceed = (testRows ?? 0) + (trainRows ?? 0) > rows
            if case .share(let a) = train, case .share(let b) = test { exceed = exceed || a + b > 1 }
            if exceed {
                throw ModelSelectionError.sizesExceedRows(
                    train: train.description, test: test.description, rows: rows)
            }
        }
        let counts = (train: trainRows ?? rows - (testRows ?? 0), test: testRows ?? rows - (trainRows ?? 0))
        guard counts.train > 0 else {
            throw ModelSelectionError.emptyTrainingSet(splitter: splitter, rows: rows)
        }
        return counts
    }

    private func count(of rows: Int, named name: String, rounding round: (Double) -> Double) throws -> Int {
        switch self {
        case .share(let share) where share > 0 && share < 1: return Int(round(share * Double(rows)))
        case .rows(let count) where count > 0 && count < rows: return count
        default: throw ModelSelectionError.invalidSize(name: name, found: description, rows: rows)
        }
    }
}
