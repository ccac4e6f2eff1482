/// A column of text: the distinct texts, and a code for each row.
public struct Categories: Sendable, Equatable {
    /// The index of the text of each row, in order of first occurrence; -1 if the cell is missing.
    public let codes: [Int32]

    /// The concatenated UTF-8 of all texts, which takes a fraction of the memory of an array of strings.
    let utf8: [UInt8]

    /// The index in ``utf8`` after each text.
    let ends: [Int]

    /// The number of distinct texts; texts are compared as bytes.
    public var count: Int { ends.count }

    /// Calls `body` with the UTF-8 of the text with the given code.
    package func withText<R>(of code: Int, _ body: (UnsafeBufferPointer<UInt8>) throws -> R) rethrows -> R {
        try utf8.withUnsafeBufferPointer {
            try body(UnsafeBufferPointer(rebasing: $0[(code == 0 ? 0 : ends[code - 1])..<ends[code]]))
        }
    }

    /// The text with the given code.
    public subscript(code: Int) -> String {
        String(decoding: utf8[(code == 0 ? 0 : ends[code - 1])..<ends[code]], as: UTF8.self)
    }

    /// The distinct texts in the order of their codes.
    public var names: [String] { (0..<count).map { self[$0] } }
}
