import Learning
import Strategies

extension SearchSpace.Distribution {
    /// The kinds of distributions, as they are written: `LOW:HIGH:loguniform`.
    private static let kinds = ["uniform", "loguniform", "int", "logint"]

    /// Parses a distribution; nil if the text does not have the form of one: three parts, of which the last is a word.
    ///
    /// - Throws: ``TextError/malformed(at:found:expected:)`` if a part is invalid.
    init?(_ text: PlacedText) throws {
        let parts = text.text.split(separator: ":", omittingEmptySubsequences: false).map { String($0) }
        guard parts.count == 3, Self.kinds.contains(parts[2]) else { return nil }
        func malformed(_ found: String, _ expected: String) -> TextError {
            .malformed(at: text.place, found: "'\(found)'", expected: expected)
        }
        func number(_ part: Int) throws -> Double {
            guard let number = Double(parts[part]), number.isFinite else {
                throw malformed(parts[part], "a number as the \(part == 0 ? "LOW" : "HIGH")")
            }
            return number
        }
        func integer(_ part: Int) throws -> Int {
            guard let number = Int(parts[part]) else {
                throw malformed(parts[part], "a whole number as the \(part == 0 ? "LOW" : "HIGH")")
            }
            return number
        }
        switch parts[2] {
        case "uniform": self = .uniform(try number(0), try number(1))
        case "loguniform": self = .logUniform(try number(0), try number(1))
        case "int": self = .integers(try integer(0), try integer(1))
        default: self = .logIntegers(try integer(0), try integer(1))
        }
        do {
            _ = try SearchSpace([.init("", self)])
        } catch {
            let logarithmic = parts[2].hasPrefix("log") ? ", both greater than 0" : ""
            throw malformed(text.text, "LOW less than HIGH\(logarithmic)")
        }
    }

    /// The values whose validity implies that of all others: the bounds, or the choices.
    var bounds: [ParameterValue] {
        switch self {
        case .uniform(let low, let high), .logUniform(let low, let high): [.double(low), .double(high)]
        case .integers(let low, let high), .logIntegers(let low, let high): [.int(low), .int(high)]
        case .choices(let choices): choices
        }
    }
}
