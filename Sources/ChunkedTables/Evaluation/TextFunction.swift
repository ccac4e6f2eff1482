internal import Tabular

/// A function of texts, whose results are kept for each text of a dictionary.
struct TextFunction {
    /// The texts that are results.
    var results = CategoryBuilder()

    /// The results for the codes so far: whether a test is true, a length, or the code in ``results``.
    private var known: [Double] = []

    /// Applies the function to the texts with some codes.
    ///
    /// - Parameters:
    ///   - function: The function, which is always the same.
    ///   - literal: Its other operand, if it has one.
    ///   - codes: The codes, -1 for missing texts.
    ///   - dictionary: The texts, of which there may be more than before.
    ///   - register: The register of the result.
    mutating func apply(
        _ function: ColumnExpression.Function, _ literal: [UInt8], to codes: [Int32],
        of dictionary: CategoryBuilder,
        register: Int
    ) -> BlockValue {
        for code in known.count..<max(known.count, dictionary.count) {
            let result = dictionary.withText(of: code) { text -> Double in
                switch function {
                case .lower: return Double(resultCode(String(decoding: text, as: UTF8.self).lowercased()))
                case .upper: return Double(resultCode(String(decoding: text, as: UTF8.self).uppercased()))
                case .length: return Double(String(decoding: text, as: UTF8.self).unicodeScalars.count)
                default: return literal.withUnsafeBufferPointer { function.holds(for: text, and: $0) } ? 1 : 0
                }
            }
            known.append(result)
        }
        return known.withUnsafeBufferPointer { known in
            switch function {
            case .lower, .upper:
                .texts(codes.map { $0 < 0 ? -1 : Int32(known[Int($0)]) }, dictionary: register)
            case .length: .numbers(codes.map { $0 < 0 ? .nan : known[Int($0)] }, areIntegers: true)
            default:
                .flags(codes.map { $0 < 0 ? function == .notEqual : known[Int($0)] == 1 })
            }
        }
    }

    private mutating func resultCode(_ text: String) -> Int32 {
        var text = text
        return text.withUTF8 { results.code(of: $0) }
    }
}

extension ColumnExpression.Function {
    /// The comparison with exchanged operands.
    var mirrored: ColumnExpression.Function {
        switch self {
        case .less: .greater
        case .lessOrEqual: .greaterOrEqual
        case .greater: .less
        case .greaterOrEqual: .lessOrEqual
        default: self
        }
    }

    /// Whether a comparison is true, by whether the first operand is less (-1), equal (0) or greater (1).
    func holds(for order: Int) -> Bool {
        switch self {
        case .less: order < 0
        case .lessOrEqual: order <= 0
        case .greater: order > 0
        case .greaterOrEqual: order >= 0
        case .equal: order == 0
        case .notEqual: order != 0
        default: preconditionFailure("\(self) is no comparison")
        }
    }

    /// Whether a comparison or a test of two texts is true.
    func holds(for text: UnsafeBufferPointer<UInt8>, and other: UnsafeBufferPointer<UInt8>) -> Bool {
        switch self {
        case .startsWith: text.starts(with: other)
        case .endsWith: text.reversed().starts(with: other.reversed())
        case .contains: text.contains(sequence: other)
        default: holds(for: text.compared(to: other))
        }
    }

    /// Whether a comparison or a test of two texts is true.
    func holds(for text: [UInt8], and other: [UInt8]) -> Bool {
        text.withUnsafeBufferPointer { text in other.withUnsafeBufferPointer { holds(for: text, and: $0) } }
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// Compares bytes, which is the order of the Unicode scalars: -1 if these are first, 0 if they are equal, otherwise 1.
    func compared(to other: UnsafeBufferPointer<UInt8>) -> Int {
        for (one, two) in zip(self, other) where one != two { return one < two ? -1 : 1 }
        return count == other.count ? 0 : count < other.count ? -1 : 1
    }

    /// Whether the bytes contain others in succession.
    fileprivate func contains(sequence other: UnsafeBufferPointer<UInt8>) -> Bool {
        guard count >= other.count else { return false }
        return (0...(count - other.count)).contains { self[$0..<$0 + other.count].elementsEqual(other) }
    }
}
