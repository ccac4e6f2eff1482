import Foundation
import Learning
import LinearAlgebra

/// Files that tests read: golden values in `Golden/`, and the tables in `datasets/`.
enum GoldenFile {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()

    /// The content of `Golden/NAME.json`; nil, which a test then refuses, if it cannot be read.
    static func read<Content: Decodable>(_ name: String, as type: Content.Type = Content.self) -> Content? {
        let path = folder.appending(path: "Golden/\(name).json")
        return try? JSONDecoder().decode(Content.self, from: Data(contentsOf: path))
    }

    /// The features and the target's texts of `datasets/NAME.csv`, of the rows in a range (to the end unless given).
    static func table(_ name: String, from start: Int = 0, to end: Int? = nil) throws -> (Matrix, [String]) {
        let path = folder.appending(path: "../../datasets/\(name).csv")
        let lines = try String(contentsOf: path, encoding: .utf8).split(whereSeparator: \.isNewline)
            .dropFirst()
        let records = lines.map { $0.split(separator: ",") }[start..<(end ?? lines.count)]
        let rows = records.map { $0.dropLast().map { Double($0) ?? .nan } }
        return (Matrix(rows), records.map { String($0.last ?? "") })
    }
}

/// The largest difference between two lists, as a part of the largest absolute value of the second or of `floor`.
func relativeDifference(_ found: [Double], _ expected: [Double], floor: Double = 0) -> Double {
    guard found.count == expected.count else { return .infinity }
    let size = max(floor, expected.map(abs).max() ?? 0)
    return zip(found, expected).map { $0 == $1 ? 0 : abs($0 - $1) / size }.reduce(0) { $0 >= $1 ? $0 : $1 }
}

/// The same, element by element: the largest part of its own value by which an element is off.
func elementwiseDifference(_ found: [Double], _ expected: [Double]) -> Double {
    guard found.count == expected.count else { return .infinity }
    return zip(found, expected).map { $0 == $1 ? 0 : abs($0 - $1) / abs($1) }.reduce(0) { $0 >= $1 ? $0 : $1 }
}
