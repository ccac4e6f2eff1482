internal import TaskGraph

extension KeyCoder {
    /// Writes the values, in the order of their codes.
    ///
    /// What is known of a dictionary is not written: a coder that was read is merged with others, or searched.
    func encode(into writer: inout ValueWriter) {
        writer.header.append(kind.rawValue)
        writer.header.append(areIntegers)
        if kind == .text { writer.append(texts) } else { numbers.encode(into: &writer) }
    }

    /// Decodes values written by ``encode(into:)``.
    init(from reader: inout ValueReader) throws {
        let kind: ValueKind = try reader.header.readCase()
        let areIntegers = try reader.header.readBool()
        if kind == .text {
            self.init(texts: try reader.readTexts(), areIntegers: areIntegers)
        } else {
            self.init(kind: kind, numbers: try CodeTable(from: &reader), areIntegers: areIntegers)
        }
    }
}

extension CodeTable {
    /// Writes the words as a frame.
    func encode(into writer: inout ValueWriter) { writer.append(Frame(words)) }

    /// Decodes words written by ``encode(into:)``.
    init(from reader: inout ValueReader) throws {
        let words = try reader.readArray(of: UInt64.self)
        self.init()
        for word in words { _ = code(of: word) }
        guard count == words.count else {
            throw WireError.cannotDecode(value: "codes", reason: "words are not distinct")
        }
    }
}
