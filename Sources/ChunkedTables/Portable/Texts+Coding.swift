internal import Tabular
internal import TaskGraph

extension ValueWriter {
    /// Writes distinct texts: their bytes and the end of each as frames.
    mutating func append(_ texts: CategoryBuilder) {
        append(Frame(texts.utf8))
        append(Frame(texts.ends))
    }
}

extension ValueReader {
    /// Reads distinct texts.
    mutating func readTexts() throws -> CategoryBuilder {
        let (utf8, ends) = (try readArray(of: UInt8.self), try readArray(of: Int.self))
        var texts = CategoryBuilder()
        var start = 0
        for end in ends {
            guard start <= end, end <= utf8.count else {
                throw WireError.cannotDecode(value: "texts", reason: "the ends of texts are not in order")
            }
            _ = utf8.withUnsafeBufferPointer {
                texts.code(of: UnsafeBufferPointer(rebasing: $0[start..<end]))
            }
            start = end
        }
        guard texts.count == ends.count, start == utf8.count else {
            throw WireError.cannotDecode(value: "texts", reason: "texts are not distinct")
        }
        return texts
    }

    /// Reads an array of a known length.
    mutating func readArray<Element: BitwiseCopyable>(
        of type: Element.Type, count: Int, for value: String
    ) throws -> [Element] {
        let array = try readArray(of: type)
        guard array.count == count else {
            throw WireError.cannotDecode(value: value, reason: "\(array.count) elements; expected \(count)")
        }
        return array
    }
}
