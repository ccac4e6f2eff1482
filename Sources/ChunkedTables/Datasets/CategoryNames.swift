internal import Learning
internal import Tabular
internal import TaskGraph

/// The names of the categories of a column in all rows, and their codes.
struct CategoryNames: Sendable {
    /// The names, in the order of `Labels.sorted(_:)`.
    let names: [String]

    private let texts: CategoryBuilder

    /// The code of each text.
    private let codes: [Int32]

    /// A hash of the names.
    let digest: TaskKey

    /// Sorts the names of categories.
    init(_ texts: CategoryBuilder) {
        let all = (0..<texts.count).map { code in
            texts.withText(of: code) { String(decoding: $0, as: UTF8.self) }
        }
        let sorted = Labels.sorted(all)
        let codeOf = Dictionary(
            sorted.enumerated().map { (ExactText($1), Int32($0)) }, uniquingKeysWith: { first, _ in first })
        self.init(sorted, texts, codes: all.map { codeOf[ExactText($0)] ?? -1 })
    }

    /// Creates a value of sorted names.
    init(sorted names: [String]) {
        var texts = CategoryBuilder()
        let codes = names.indices.map { Int32($0) }
        for name in names { _ = Array(name.utf8).withUnsafeBufferPointer { texts.code(of: $0) } }
        self.init(names, texts, codes: codes)
    }

    private init(_ names: [String], _ texts: CategoryBuilder, codes: [Int32]) {
        (self.names, self.texts, self.codes) = (names, texts, codes)
        var encoder = CanonicalEncoder()
        encoder.append(list: names)
        digest = encoder.digest
    }

    /// Returns the code of each text of a dictionary from a position on; -1 for an unknown text.
    func codes(of dictionary: CategoryBuilder, from start: Int) -> [Int32] {
        guard start < dictionary.count else { return [] }
        return (start..<dictionary.count).map { place in
            let known = dictionary.withText(of: place) { texts.existingCode(of: $0) }
            return known < 0 ? -1 : codes[Int(known)]
        }
    }
}
