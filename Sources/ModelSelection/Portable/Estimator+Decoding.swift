import Learning
import TaskGraph

extension Estimator {
    /// Decodes an estimator written by ``encode(into:)``.
    ///
    /// - Throws: `WireError`; `LearningError` for another kind, and for unknown parameters.
    init(from decoder: inout CanonicalDecoder) throws {
        let kind = try decoder.readString()
        guard kind == Self.kind else { throw LearningError.unknownStep(name: kind, known: [Self.kind]) }
        var estimator = Self()
        for _ in 0..<(try decoder.beginList()) {
            let name = try decoder.readString()
            estimator = try estimator.setting(name, to: ParameterValue(from: &decoder))
        }
        self = estimator
    }
}

extension ParameterValue {
    /// Decodes a value written by ``encode(into:)``.
    ///
    /// - Parameter depth: The number of lists that enclose the value.
    init(from decoder: inout CanonicalDecoder, depth: Int = 0) throws {
        switch decoder.nextTag {
        case .nil:
            try decoder.readNil()
            self = .null
        case .bool: self = .bool(try decoder.readBool())
        case .int: self = .int(try decoder.readInt())
        case .double: self = .double(try decoder.readDouble())
        case .string: self = .string(try decoder.readString())
        default:
            var count = try decoder.beginList()
            if count > 0, decoder.isNil {
                guard depth < Self.deepestList else {
                    throw WireError.cannotDecode(value: "parameter", reason: "lists are nested too deeply")
                }
                try decoder.readNil()
                count -= 1
                self = .list(try (0..<count).map { _ in try Self(from: &decoder, depth: depth + 1) })
            } else {
                let entries = try (0..<count).map { _ in
                    (ExactText(try decoder.readString()), try decoder.readDouble())
                }
                self = .map(Dictionary(entries) { first, _ in first })
            }
        }
    }
}
