import Foundation
import ModelSelection
import Testing

/// What scikit-learn's splitters gave, nil where they refused.
///
/// Made by Tools/golden/folds.py.
struct SplitterGolden: Decodable {
    var stratified: [Named]
    var grouped: [Named]
    var plain: [Plain]
    var predefined: [Predefined]
    var ordered: [Ordered]
    var shuffled: [Shuffled]
    var stratifiedShuffled: [StratifiedShuffled]

    /// Rows of classes or groups.
    struct Named: Decodable, Sendable, CustomTestStringConvertible {
        var title: String
        var names: [String]
        var results: [Result]
        /// The folds of groups left out one by one; nil where scikit-learn refuses.
        var leftOut: [Int]?
        var testDescription: String { title }
    }

    /// For each row, the split in whose test set it is.
    struct Result: Decodable, Sendable {
        var splits: Int
        var folds: [Int]?
        var warned: Bool
    }

    struct Plain: Decodable, Sendable, CustomTestStringConvertible {
        var kind: String
        var rows: Int
        var splits: Int
        var folds: [Int]?
        var testDescription: String { "\(kind) \(splits) of \(rows)" }
    }

    struct Predefined: Decodable, Sendable {
        var testFold: [Int]
        var folds: [Int]
    }

    /// The first and the last row of each part, the training part first.
    struct Ordered: Decodable, Sendable, CustomTestStringConvertible {
        var rows: Int
        var splits: Int
        var gap: Int
        var testSize: Int?
        var maxTrainSize: Int?
        var ends: [[Int]]?
        var testDescription: String { "\(splits) of \(rows), gap \(gap)" }
    }

    struct Size: Decodable, Sendable {
        var share: Double?
        var rows: Int?
        var size: SplitSize? { share.map(SplitSize.share) ?? rows.map(SplitSize.rows) }
    }

    struct Shuffled: Decodable, Sendable {
        var rows: Int
        var test: Size?
        var train: Size?
        var sizes: [Int]?
    }

    struct StratifiedShuffled: Decodable, Sendable {
        var codes: [Int]
        var test: Double?
        var train: Double?
        var bounds: Bounds?
    }

    /// For the training and the test set, the fewest and the most rows of each class.
    struct Bounds: Decodable, Sendable, Equatable {
        var least: [[Int]]
        var most: [[Int]]
    }

    static func load() throws -> SplitterGolden { try decodeGolden("folds") }
}

/// Reads a golden file of this target.
func decodeGolden<Content: Decodable>(_ name: String, at path: String = #filePath) throws -> Content {
    let file = URL(filePath: path).deletingLastPathComponent().appending(path: "Golden/\(name).json")
    return try JSONDecoder().decode(Content.self, from: Data(contentsOf: file))
}

/// For each row, the split in whose test set it is, −1 if it is in none; checks what every set of folds must have.
func foldOfRow(_ splits: [Split], rows: Int) -> [Int] {
    var folds = [Int](repeating: -1, count: rows)
    for (fold, split) in splits.enumerated() {
        for row in split.test {
            #expect(folds[row] == -1, "row \(row) is in two test sets")
            folds[row] = fold
        }
        let isTested = Set(split.test)
        #expect(split.train == (0..<rows).filter { !isTested.contains($0) })
        #expect(split.test == split.test.sorted())
    }
    return folds
}
