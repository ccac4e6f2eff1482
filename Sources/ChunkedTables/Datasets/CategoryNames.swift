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

    init(_ texts: CategoryBuilder) {
        let all = (0..<texts.count).map { code in
            texts.withText(of: code) { String(decoding: $0, as: UTF8.self) }
        }
        let sorted = Labels.sorted(all)
        let codeOf = Dictionary(
            sorted.enumerated().map { (ExactText($1), Int32($0)) }, uniquingKeysWith: { first, _ in first })
        names = sorted
        codes = all.map { codeOf[ExactText($0)] ?? -1 }
        self.texts = texts
        var encoder = CanonicalEncoder()
        encoder.append(list: sorted)
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
