internal import TaskGraph

extension CanonicalEncoder {
    mutating func append(list texts: [String]) {
        beginList(count: texts.count)
        for text in texts { append(text) }
    }
}

extension CanonicalDecoder {
    /// Reads a list of texts.
    mutating func readTexts() throws -> [String] { try readList { try $0.readString() } }

    /// Reads a case by its raw value.
    mutating func readCase<Value: RawRepresentable<String>>(of type: Value.Type = Value.self) throws -> Value
    {
        let name = try readString()
        guard let value = Value(rawValue: name) else {
            throw WireError.cannotDecode(value: "\(Value.self)", reason: "unknown case \(name)")
        }
        return value
    }

    /// Reads a list of cases.
    mutating func readCases<Value: RawRepresentable<String>>(of type: Value.Type = Value.self) throws
        -> [Value]
    {
        try readList { try $0.readCase() }
    }

    /// Reads an integer, or nil.
    mutating func readOptionalInt() throws -> Int? {
        guard isNil else { return try readInt() }
        try readNil()
        return nil
    }

    /// Reads a number of integers, none of which is negative.
    mutating func readCounts(_ count: Int, of value: String) throws -> [Int] {
        let numbers = try readInts()
        guard numbers.count == count, numbers.allSatisfy({ $0 >= 0 }) else {
            throw WireError.cannotDecode(value: value, reason: "expected \(count) numbers from 0")
        }
        return numbers
    }
}
